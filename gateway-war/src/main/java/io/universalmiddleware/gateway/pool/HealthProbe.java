package io.universalmiddleware.gateway.pool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A health probe asks a target once whether it is up. Never blocks, follows no redirect, resolves no name. */
@FunctionalInterface
public interface HealthProbe {
    /**
     * Sends {@code GET path}.
     *
     * @return the status of the answer; fails if there is none in time
     */
    CompletionStage<Integer> ask(Target target, String path, Duration timeout);
}
