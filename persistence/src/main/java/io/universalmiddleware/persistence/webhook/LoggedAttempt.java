package io.universalmiddleware.persistence.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as the log has it.
 *
 * @param number from 1
 * @param status of the answer; null if there was none
 * @param error why it failed; null if it did not
 * @param answer how the answer begins; null if there was none
 */
public record LoggedAttempt(
        int number,
        Instant at,
        int millis,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer) {}
