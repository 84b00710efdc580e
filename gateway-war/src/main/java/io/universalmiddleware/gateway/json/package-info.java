/** JSON that strangers send: read strictly and within bounds. */
@NullMarked
package io.universalmiddleware.gateway.json;

import org.jspecify.annotations.NullMarked;
