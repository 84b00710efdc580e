/** Which request goes where: an immutable table that a change replaces as a whole. */
@NullMarked
package io.universalmiddleware.gateway.routing;

import org.jspecify.annotations.NullMarked;
