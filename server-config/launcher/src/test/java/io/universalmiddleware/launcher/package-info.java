@NullMarked
package io.universalmiddleware.launcher;

import org.jspecify.annotations.NullMarked;
