/** A command sent to its push received. */
@NullMarked
package io.universalmiddleware.bench.loop;

import org.jspecify.annotations.NullMarked;
