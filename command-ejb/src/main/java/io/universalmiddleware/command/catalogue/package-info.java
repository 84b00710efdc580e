/** The command types that the application's handlers take, and what each demands of a command. */
@NullMarked
package io.universalmiddleware.command.catalogue;

import org.jspecify.annotations.NullMarked;
