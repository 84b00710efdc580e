/** The {@code um} command-line tool. */
@NullMarked
package io.universalmiddleware.launcher;

import org.jspecify.annotations.NullMarked;
