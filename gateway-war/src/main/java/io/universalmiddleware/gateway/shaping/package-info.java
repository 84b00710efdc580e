/** All that shapes a route's requests and answers, put together. */
@NullMarked
package io.universalmiddleware.gateway.shaping;

import org.jspecify.annotations.NullMarked;
