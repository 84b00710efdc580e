/** The edge's snapshot: everything that is configured, compiled once, and from then on only read. */
@NullMarked
package io.universalmiddleware.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
