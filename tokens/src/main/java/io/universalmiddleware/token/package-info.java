/** Who a client is: verification of its bearer token, by one rule for every listener that is not the server's. */
@NullMarked
package io.universalmiddleware.token;

import org.jspecify.annotations.NullMarked;
