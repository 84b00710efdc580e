package io.universalmiddleware.policy;

/**
 * A decision is the answer to an {@link Input}.
 *
 * @param reason in a few words; for those who may see it
 * @param limited whether it allows for some resources only: one that was made without a resource is then to be made again with it
 */
public record Decision(Outcome outcome, String reason, boolean limited) {

    /** What was decided. */
    public enum Outcome {
        ALLOWED,
        DENIED,
        /** Nothing could be decided, so it is denied. */
        FAILED
    }

    /** One that holds for whatever resource. */
    public Decision(Outcome outcome, String reason) {
        this(outcome, reason, false);
    }

    public static Decision failed(String reason) {
        return new Decision(Outcome.FAILED, reason);
    }

    public boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }
}
