/** The product measured beside its peers, on one machine and in one run. */
@NullMarked
package io.universalmiddleware.bench;

import org.jspecify.annotations.NullMarked;
