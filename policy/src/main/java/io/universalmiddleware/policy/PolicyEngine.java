package io.universalmiddleware.policy;

import java.util.Optional;

/**
 * A policy engine evaluates the policy. It decides by the data that it is given and by nothing older.
 *
 * <p>Safe for use by several threads. Whatever goes wrong is a {@link Decision#failed failed} decision, which denies.
 */
public interface PolicyEngine {

    /** Decides; may block for as long as the engine's own deadline. */
    Decision decide(Input input, PolicyData data);

    /** Decides within microseconds, on any thread; empty if it cannot. */
    Optional<Decision> decideAtOnce(Input input, PolicyData data);
}
