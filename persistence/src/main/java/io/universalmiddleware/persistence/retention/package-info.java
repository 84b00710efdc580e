/** Rows that are of no use any more. */
@NullMarked
package io.universalmiddleware.persistence.retention;

import org.jspecify.annotations.NullMarked;
