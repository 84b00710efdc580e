/** Random faults for as long as one likes: {@code ./um chaos}. */
@NullMarked
package io.universalmiddleware.product.faults.chaos;

import org.jspecify.annotations.NullMarked;
