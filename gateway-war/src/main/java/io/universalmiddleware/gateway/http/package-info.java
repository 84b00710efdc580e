/**
 * HTTP as the edge insists on it: framing, canonical paths, header fields (RFC 9110, RFC 9112).
 *
 * <p>Plain rules over text and bytes. Nothing here knows a server, a client or a container.
 */
@NullMarked
package io.universalmiddleware.gateway.http;

import org.jspecify.annotations.NullMarked;
