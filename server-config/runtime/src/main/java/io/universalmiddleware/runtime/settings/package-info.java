/** The platform's settings, validated as a whole before anything starts. */
@NullMarked
package io.universalmiddleware.runtime.settings;

import org.jspecify.annotations.NullMarked;
