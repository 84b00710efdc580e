/** The gateway: starts and stops the edge, and says how it is configured. */
@NullMarked
package io.universalmiddleware.gateway;

import org.jspecify.annotations.NullMarked;
