/**
 * TLS as the edge speaks it: certificates from files, which of them a name gets, and whom the edge trusts when it connects.
 *
 * <p>Nothing here knows HTTP or an event loop; {@code gateway.proxy} and {@code gateway.upkeep} put it on their connections.
 */
@NullMarked
package io.universalmiddleware.gateway.tls;

import org.jspecify.annotations.NullMarked;
