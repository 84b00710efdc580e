/** Whose rows the work of a thread may touch. */
@NullMarked
package io.universalmiddleware.contracts.rows;

import org.jspecify.annotations.NullMarked;
