/** Who calls the command API. */
@NullMarked
package io.universalmiddleware.command.caller;

import org.jspecify.annotations.NullMarked;
