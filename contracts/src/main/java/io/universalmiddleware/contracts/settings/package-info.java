/** Typed configuration, validated as a whole at boot. */
@NullMarked
package io.universalmiddleware.contracts.settings;

import org.jspecify.annotations.NullMarked;
