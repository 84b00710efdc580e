package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** A reason is what an administrator says of a decision for the audit. */
final class Reason {
    private static final int MAX_CHARACTERS = 500;

    private Reason() {}

    /** The reason. @throws ProblemException 400 if it is blank or too long */
    static String required(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw Refusals.invalid("/reason", "expected a reason for the audit");
        }
        check(reason);
        return reason;
    }

    /** @throws ProblemException 400 if it is too long; it may be left out */
    static void check(@Nullable String reason) {
        if (reason != null && reason.length() > MAX_CHARACTERS) {
            throw Refusals.invalid("/reason", "expected at most " + MAX_CHARACTERS + " characters");
        }
    }
}
