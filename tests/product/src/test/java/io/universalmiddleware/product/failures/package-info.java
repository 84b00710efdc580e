@NullMarked
package io.universalmiddleware.product.failures;

import org.jspecify.annotations.NullMarked;
