/** What the parts of the platform tell each other of a command. */
@NullMarked
package io.universalmiddleware.contracts.command;

import org.jspecify.annotations.NullMarked;
