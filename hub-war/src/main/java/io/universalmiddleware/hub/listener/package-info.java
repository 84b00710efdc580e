/** The hub's own listener, on Vert.x: WebSocket and server-sent events. */
@NullMarked
package io.universalmiddleware.hub.listener;

import org.jspecify.annotations.NullMarked;
