/** Logins, sessions and their refresh tokens. */
@NullMarked
package io.universalmiddleware.gateway.identity.session;

import org.jspecify.annotations.NullMarked;
