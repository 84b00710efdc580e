/** What a user brings along. */
@NullMarked
package io.universalmiddleware.product.application;

import org.jspecify.annotations.NullMarked;
