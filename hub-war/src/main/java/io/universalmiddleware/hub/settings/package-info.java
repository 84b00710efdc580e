/** The hub's configuration. */
@NullMarked
package io.universalmiddleware.hub.settings;

import org.jspecify.annotations.NullMarked;
