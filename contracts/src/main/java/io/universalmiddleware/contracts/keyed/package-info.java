/** Work in parallel across keys and in order within one. */
@NullMarked
package io.universalmiddleware.contracts.keyed;

import org.jspecify.annotations.NullMarked;
