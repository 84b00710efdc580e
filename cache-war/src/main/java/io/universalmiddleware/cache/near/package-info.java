/** The copies of rows in this process, and how they follow Redis. */
@NullMarked
package io.universalmiddleware.cache.near;

import org.jspecify.annotations.NullMarked;
