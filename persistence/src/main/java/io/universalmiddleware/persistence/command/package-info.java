/** Commands and the idempotency keys they came with. */
@NullMarked
package io.universalmiddleware.persistence.command;

import org.jspecify.annotations.NullMarked;
