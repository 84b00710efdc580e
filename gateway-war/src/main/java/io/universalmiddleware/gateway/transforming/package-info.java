/** What a route changes of JSON bodies. */
@NullMarked
package io.universalmiddleware.gateway.transforming;

import org.jspecify.annotations.NullMarked;
