/** Keeps pools current: asks targets whether they are up, names for addresses, and the registry for instances. */
@NullMarked
package io.universalmiddleware.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
