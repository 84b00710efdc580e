/** Boot and shutdown: all or nothing. */
@NullMarked
package io.universalmiddleware.runtime.boot;

import org.jspecify.annotations.NullMarked;
