package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.status.CommandState;
import io.universalmiddleware.command.status.ReadingCommands;
import io.universalmiddleware.contracts.command.CommandSettlements;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.rows.RowScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a command's result on behalf of its sender, without holding a thread. */
@ApplicationScoped
public class ResultWait {
    private static final Logger LOG = LoggerFactory.getLogger(ResultWait.class);

    private volatile Executor executor;
    private CommandSettlements settlements;
    private ReadingCommands reading;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ResultWait() {}

    @Inject
    ResultWait(CommandSettlements settlements, ReadingCommands reading) {
        this.settlements = settlements;
        this.reading = reading;
        this.executor = Runnable::run;
    }

    /** @param reads runs what reads the result; to be given before anybody waits */
    void runOn(Executor reads) {
        executor = reads;
    }

    /** The settled state, or empty when the time is over first or it cannot be read now; never exceptionally. */
    CompletionStage<Optional<CommandState>> await(TenantId tenant, CommandId command, Duration atMost) {
        return settlements
                .await(command, atMost)
                .thenApplyAsync(settled -> settled ? read(tenant, command) : Optional.<CommandState>empty(), executor)
                .exceptionally(away -> {
                    LOG.warn("The result of command {} cannot be read: {}", command, away.toString());
                    return Optional.empty();
                });
    }

    private Optional<CommandState> read(TenantId tenant, CommandId command) {
        try (RowScope.Entry rows = RowScope.of(tenant).enter()) {
            return reading.find(tenant, command);
        }
    }
}
