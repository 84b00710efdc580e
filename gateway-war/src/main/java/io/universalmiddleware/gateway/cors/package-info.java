/** Who may call a route from a browser (Fetch standard, CORS protocol), and what browsers are told to be careful with. */
@NullMarked
package io.universalmiddleware.gateway.cors;

import org.jspecify.annotations.NullMarked;
