package io.universalmiddleware.contracts.command;

import io.universalmiddleware.contracts.id.CommandId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Command settlements tell whoever waits when a command is settled, wherever it was handled. A CDI bean.
 *
 * <p>A command handled on this node is told at once, one handled elsewhere within some tens of milliseconds. No thread is
 * held while anyone waits.
 */
public interface CommandSettlements {

    /**
     * Waits for a command.
     *
     * @param atMost the longest wait; zero or less gives up at once
     * @return true once the command is settled and the settling transaction has committed; false when the time is over
     *     first, or the node shuts down. Never exceptionally. Completed on a thread of the container: hand on what blocks
     */
    CompletionStage<Boolean> await(CommandId command, Duration atMost);
}
