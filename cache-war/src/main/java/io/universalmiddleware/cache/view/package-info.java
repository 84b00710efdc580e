/** Views: what they are called, what they consume, what a row of them is. */
@NullMarked
package io.universalmiddleware.cache.view;

import org.jspecify.annotations.NullMarked;
