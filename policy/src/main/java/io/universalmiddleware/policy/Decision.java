package io.universalmiddleware.policy;

/**
 * A decision is the answer to an {@link Input}.
 *
 * @param reason in a few words; for those who may see it
 */
public record Decision(Outcome outcome, String reason) {

    /** What was decided. */
    public enum Outcome {
        ALLOWED,
        DENIED,
        /** Nothing could be decided, so it is denied. */
        FAILED
    }

    public static Decision failed(String reason) {
        return new Decision(Outcome.FAILED, reason);
    }

    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }
}
