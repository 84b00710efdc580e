/** Users who log in to applications: the authorization endpoint and the pages before it. */
@NullMarked
package io.universalmiddleware.gateway.identity.authorize;

import org.jspecify.annotations.NullMarked;
