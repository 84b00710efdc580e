/**
 * Analytics: what passed the edge, written to PostgreSQL behind its back and told over REST.
 *
 * <p>An edge's recorders hand over windows; one thread a process adds them up and flushes batches. Each batch has a number and counts once, however
 * often it is flushed; while PostgreSQL is away counts are kept, within a bound by the hour, and what is for the log beyond a bound is dropped and counted.
 */
@NullMarked
package io.universalmiddleware.gateway.analytics;

import org.jspecify.annotations.NullMarked;
