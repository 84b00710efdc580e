/**
 * The intake accepts commands: reads and checks a request, claims its idempotency key, and commits command, key and
 * outbox row together.
 */
@NullMarked
package io.universalmiddleware.command.intake;

import org.jspecify.annotations.NullMarked;
