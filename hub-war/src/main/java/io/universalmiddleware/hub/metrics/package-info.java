/** What the hub counts and times. */
@NullMarked
package io.universalmiddleware.hub.metrics;

import org.jspecify.annotations.NullMarked;
