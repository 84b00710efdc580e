/** Log lines as JSON or text, with the ids of the work they belong to. */
@NullMarked
package io.universalmiddleware.runtime.log;

import org.jspecify.annotations.NullMarked;
