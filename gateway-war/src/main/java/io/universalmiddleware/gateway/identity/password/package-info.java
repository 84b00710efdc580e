/** Passwords: what may be one, and how it is kept. */
@NullMarked
package io.universalmiddleware.gateway.identity.password;

import org.jspecify.annotations.NullMarked;
