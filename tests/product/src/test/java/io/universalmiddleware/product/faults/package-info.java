/** What holds while parts are killed. */
@NullMarked
package io.universalmiddleware.product.faults;

import org.jspecify.annotations.NullMarked;
