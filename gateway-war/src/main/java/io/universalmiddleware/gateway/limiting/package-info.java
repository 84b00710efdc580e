/**
 * Limits: how many requests are taken, of whom, in what time.
 *
 * <p>All limits that apply to a request are decided together, in Redis, so that all nodes share one count. Where Redis is away or
 * slow, each node enforces its share by itself. Plain classes, but for {@code LimitFilter}.
 */
@NullMarked
package io.universalmiddleware.gateway.limiting;

import org.jspecify.annotations.NullMarked;
