/** Clients for HTTP, decent and raw. */
@NullMarked
package io.universalmiddleware.product.http;

import org.jspecify.annotations.NullMarked;
