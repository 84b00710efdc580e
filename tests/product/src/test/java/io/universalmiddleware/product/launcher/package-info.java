/** The command-line tool's script, on machines that lack something. */
@NullMarked
package io.universalmiddleware.product.launcher;

import org.jspecify.annotations.NullMarked;
