/** The channels' configuration, derived from the platform's settings. */
@NullMarked
package io.universalmiddleware.runtime.messaging;

import org.jspecify.annotations.NullMarked;
