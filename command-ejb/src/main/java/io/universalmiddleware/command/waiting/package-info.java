/** Waiting for commands to be settled, without a thread. */
@NullMarked
package io.universalmiddleware.command.waiting;

import org.jspecify.annotations.NullMarked;
