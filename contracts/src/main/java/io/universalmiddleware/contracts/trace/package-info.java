/** The trace that follows a request through every hop. */
@NullMarked
package io.universalmiddleware.contracts.trace;

import org.jspecify.annotations.NullMarked;
