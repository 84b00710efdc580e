/** Passwords that are changed, and set anew by who has forgotten them. */
@NullMarked
package io.universalmiddleware.gateway.identity.renewal;

import org.jspecify.annotations.NullMarked;
