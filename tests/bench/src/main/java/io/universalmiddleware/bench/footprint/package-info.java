/** Memory and the time to start. */
@NullMarked
package io.universalmiddleware.bench.footprint;

import org.jspecify.annotations.NullMarked;
