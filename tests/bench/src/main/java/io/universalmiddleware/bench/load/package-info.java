/** What measures: load generators, and what they saw. */
@NullMarked
package io.universalmiddleware.bench.load;

import org.jspecify.annotations.NullMarked;
