/** An origin to try the edge with. */
@NullMarked
package io.universalmiddleware.launcher.origin;

import org.jspecify.annotations.NullMarked;
