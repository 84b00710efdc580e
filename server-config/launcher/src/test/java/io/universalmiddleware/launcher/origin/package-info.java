@NullMarked
package io.universalmiddleware.launcher.origin;

import org.jspecify.annotations.NullMarked;
