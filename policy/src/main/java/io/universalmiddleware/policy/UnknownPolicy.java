package io.universalmiddleware.policy;

import java.util.Optional;

/** What decides as long as a process does not know which policy is active: everything is denied undecided. */
public final class UnknownPolicy implements PolicyEngine {
    private static final Decision UNDECIDED = Decision.failed("the active policy is not known yet");

    @Override
    public Decision decide(Input input, PolicyData data) {
        return UNDECIDED;
    }

    @Override
    public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
        return Optional.empty();
    }
}
