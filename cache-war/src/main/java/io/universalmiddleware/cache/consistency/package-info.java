/** Reads that wait for a command's effect. */
@NullMarked
package io.universalmiddleware.cache.consistency;

import org.jspecify.annotations.NullMarked;
