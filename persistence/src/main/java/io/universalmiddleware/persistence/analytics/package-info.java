/** What passed the edge: counts by minute and hour, who asked most, and the log of requests. Written in sets, dropped by partitions. */
@NullMarked
package io.universalmiddleware.persistence.analytics;

import org.jspecify.annotations.NullMarked;
