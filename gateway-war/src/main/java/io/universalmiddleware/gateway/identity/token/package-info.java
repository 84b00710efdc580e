/** Access tokens and the keys that sign them. */
@NullMarked
package io.universalmiddleware.gateway.identity.token;

import org.jspecify.annotations.NullMarked;
