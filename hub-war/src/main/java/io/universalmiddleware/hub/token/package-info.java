/** Who a client is: verification of its token. */
@NullMarked
package io.universalmiddleware.hub.token;

import org.jspecify.annotations.NullMarked;
