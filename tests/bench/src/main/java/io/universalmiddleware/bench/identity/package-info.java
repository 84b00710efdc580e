/** Who calls and whether they may, as the edge asks it of every request. */
@NullMarked
package io.universalmiddleware.bench.identity;

import org.jspecify.annotations.NullMarked;
