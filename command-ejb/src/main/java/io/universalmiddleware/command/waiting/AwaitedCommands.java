package io.universalmiddleware.command.waiting;

import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.command.CommandSettlements;
import io.universalmiddleware.contracts.id.CommandId;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The commands that somebody waits for on this node.
 *
 * <p>What settles here is told by its event. For what settles elsewhere one statement asks for all awaited commands, at most
 * every 25 ms and only while somebody waits.
 */
@ApplicationScoped
public class AwaitedCommands implements CommandSettlements {
    @Resource
    private ManagedScheduledExecutorService schedule;

    private Function<Collection<CommandId>, Set<CommandId>> settledAmong;
    private BiConsumer<Runnable, Long> later;
    private final Waiters waiters = new Waiters();

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AwaitedCommands() {}

    @Inject
    AwaitedCommands(SettledLookup lookup) {
        this.settledAmong = lookup::settledAmong;
        this.later = (task, millis) -> {
            var unused = schedule.schedule(task, millis, TimeUnit.MILLISECONDS);
        };
    }

    /** @param later runs a task after so many milliseconds */
    @SuppressWarnings("NullAway.Init") // no container, no schedule
    AwaitedCommands(Function<Collection<CommandId>, Set<CommandId>> settledAmong, BiConsumer<Runnable, Long> later) {
        this.settledAmong = settledAmong;
        this.later = later;
    }

    @Override
    public CompletionStage<Boolean> await(CommandId command, Duration atMost) {
        CompletableFuture<Boolean> waiting = waiters.add(command);
        waiters.lookDue().ifPresent(millis -> later.accept(this::look, millis));
        return waiting.completeOnTimeout(false, Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Tells who waits on this node. */
    void settled(@Observes(during = TransactionPhase.AFTER_SUCCESS) CommandSettled settled) {
        waiters.settle(settled.command());
    }

    private void look() {
        Duration next = waiters.look(settledAmong);
        waiters.lookDue(next).ifPresent(millis -> later.accept(this::look, millis));
    }

    @PreDestroy
    void stop() {
        waiters.giveUp();
    }
}
