/** The shell of the one-process packaging: the paths under which the modules' resources answer. */
@NullMarked
package io.universalmiddleware.micro;

import org.jspecify.annotations.NullMarked;
