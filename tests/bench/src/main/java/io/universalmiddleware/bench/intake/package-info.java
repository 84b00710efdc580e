/** Durable commands accepted, beside pgbench. */
@NullMarked
package io.universalmiddleware.bench.intake;

import org.jspecify.annotations.NullMarked;
