@NullMarked
package io.universalmiddleware.launcher.stack;

import org.jspecify.annotations.NullMarked;
