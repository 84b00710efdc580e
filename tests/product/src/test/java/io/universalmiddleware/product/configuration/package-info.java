/** The configuration reference. */
@NullMarked
package io.universalmiddleware.product.configuration;

import org.jspecify.annotations.NullMarked;
