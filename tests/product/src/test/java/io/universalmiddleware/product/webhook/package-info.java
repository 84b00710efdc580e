/** Webhooks of the booted product. */
@NullMarked
package io.universalmiddleware.product.webhook;

import org.jspecify.annotations.NullMarked;
