/** Meters, and their exposition to Prometheus. */
@NullMarked
package io.universalmiddleware.runtime.metrics;

import org.jspecify.annotations.NullMarked;
