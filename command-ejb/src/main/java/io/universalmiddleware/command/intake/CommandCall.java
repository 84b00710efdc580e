package io.universalmiddleware.command.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command call is a request to take a command, as any of the doors hands it in.
 *
 * @param requestId under which client and logs know it
 * @param key the value of {@value IdempotencyKey#HEADER}
 * @param prefer the values of all {@value WaitPreference#HEADER} fields
 * @param body JSON, if the client is right
 */
record CommandCall(
        Sender sender, @Nullable String requestId, @Nullable String key, List<String> prefer, byte[] body) {}
