/** Tests that need what the build cannot bring by itself: commands of their own, no part of {@code ./um test}. */
@NullMarked
package io.universalmiddleware.product.trial;

import org.jspecify.annotations.NullMarked;
