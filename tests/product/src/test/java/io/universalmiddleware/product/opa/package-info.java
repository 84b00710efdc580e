/** Decisions by a real server of the Open Policy Agent: {@code ./um opa}, no part of {@code ./um test}. */
@NullMarked
package io.universalmiddleware.product.opa;

import org.jspecify.annotations.NullMarked;
