/**
 * What passes the edge, recorded while it passes: exact tallies, bounded lists of who asks most, and rows for the log.
 *
 * <p>One {@code Recorder} for each event loop, which alone writes it: nothing is shared, locked or waited for. Once a second it
 * hands its {@code Window} over and begins another.
 */
@NullMarked
package io.universalmiddleware.gateway.traffic;

import org.jspecify.annotations.NullMarked;
