/** A client's connection: its state, limits and outbound queue. Knows no transport. */
@NullMarked
package io.universalmiddleware.hub.connection;

import org.jspecify.annotations.NullMarked;
