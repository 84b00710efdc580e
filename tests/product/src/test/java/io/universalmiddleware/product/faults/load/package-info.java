/** The load under which faults happen, and the recorder that writes down every request and answer of it. */
@NullMarked
package io.universalmiddleware.product.faults.load;

import org.jspecify.annotations.NullMarked;
