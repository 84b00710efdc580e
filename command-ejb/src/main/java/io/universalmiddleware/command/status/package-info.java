/** The state and the life of commands, as their senders may see them. */
@NullMarked
package io.universalmiddleware.command.status;

import org.jspecify.annotations.NullMarked;
