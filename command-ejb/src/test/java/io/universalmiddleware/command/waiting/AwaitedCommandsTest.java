package io.universalmiddleware.command.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitedCommandsTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Set<CommandId> settled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor();
    private final AwaitedCommands awaited = new AwaitedCommands(this::look, (task, millis) -> {
        var unused = schedule.schedule(task, millis, TimeUnit.MILLISECONDS);
    });

    @AfterEach
    void close() {
        schedule.shutdownNow();
    }

    @Test
    void tellsWhatWasSettledBeforeAndWhatIsSettledElsewhere() {
        CommandId before = id();
        CommandId later = id();
        settled.add(before);

        assertThat(awaited.await(before, LONG)).succeedsWithin(LONG).isEqualTo(true);
        var waiting = awaited.await(later, LONG);
        await().until(() -> looks.get() > 3);
        assertThat(waiting.toCompletableFuture()).isNotDone();
        settled.add(later);

        assertThat(waiting).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void tellsAtOnceWhatIsSettledHere() {
        CommandId command = id();
        var first = awaited.await(command, LONG);
        var second = awaited.await(command, LONG);

        awaited.settled(new CommandSettled(new TenantId("acme"), command, CommandStatus.SUCCEEDED, null, null));

        assertThat(first.toCompletableFuture()).isCompletedWithValue(true);
        assertThat(second.toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void givesUpInTimeAndThenLooksNoMore() {
        assertThat(awaited.await(id(), Duration.ofMillis(60)))
                .succeedsWithin(LONG)
                .isEqualTo(false);

        AtomicInteger quiet = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(100)).until(() -> quiet.getAndSet(looks.get()) == looks.get());
    }

    @Test
    void asksForAllThatIsAwaitedInOneLook() {
        List<Runnable> planned = new ArrayList<>();
        AwaitedCommands unhurried = new AwaitedCommands(this::look, (task, millis) -> planned.add(task));
        var all = IntStream.range(0, 100)
                .mapToObj(i -> id())
                .peek(settled::add)
                .map(command -> unhurried.await(command, LONG).toCompletableFuture())
                .toList();

        assertThat(planned).hasSize(1);
        planned.get(0).run();

        assertThat(all).allSatisfy(one -> assertThat(one).isCompletedWithValue(true));
        assertThat(looks).hasValue(1);
    }

    private Set<CommandId> look(Collection<CommandId> asked) {
        looks.incrementAndGet();
        return asked.stream().filter(settled::contains).collect(Collectors.toSet());
    }

    private static CommandId id() {
        return new CommandId(Uuid7.next(Clock.systemUTC()));
    }
}
