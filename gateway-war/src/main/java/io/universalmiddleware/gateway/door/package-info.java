/** Doors: requests that a handler in this process answers, on the edge's own listener. */
@NullMarked
package io.universalmiddleware.gateway.door;

import org.jspecify.annotations.NullMarked;
