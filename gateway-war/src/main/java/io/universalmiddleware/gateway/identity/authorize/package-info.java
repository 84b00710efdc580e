/** Users who log in to applications and out of them: the authorization endpoint, the end-session endpoint and their pages. */
@NullMarked
package io.universalmiddleware.gateway.identity.authorize;

import org.jspecify.annotations.NullMarked;
