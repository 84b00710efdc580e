/** The main loop: from a command to its pushes. */
@NullMarked
package io.universalmiddleware.product.loop;

import org.jspecify.annotations.NullMarked;
