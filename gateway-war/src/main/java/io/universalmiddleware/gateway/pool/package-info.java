/**
 * Origin pools: to which address of an origin a request goes, and when it goes to none.
 *
 * <p>Plain classes; time, randomness, names and probes are given to them. Choosing a target takes no lock. What changes
 * rarely (who is a member, who is out) is an immutable {@code View} that a change replaces as a whole.
 */
@NullMarked
package io.universalmiddleware.gateway.pool;

import org.jspecify.annotations.NullMarked;
