/** Fan-out to subscribers, beside Socket.IO; idle connections. */
@NullMarked
package io.universalmiddleware.bench.hub;

import org.jspecify.annotations.NullMarked;
