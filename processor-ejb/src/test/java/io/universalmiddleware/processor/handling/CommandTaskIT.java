package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.contracts.keyed.Verdict;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.event.ConcurrentAppendException;
import io.universalmiddleware.persistence.postgres.SqlFault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class CommandTaskIT {
    private static final int ATTEMPTS = 3;
    private Platform platform;

    @BeforeEach
    void open(PostgresBackend postgres) {
        platform = new Platform(postgres);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aHandlerThatFailsIsCalledAgainUntilItSucceeds() {
        ReceivedCommand command = platform.deposit("flaky", 7);
        platform.depositing.onCall((call, deposit, context) -> {
            if (call < ATTEMPTS) {
                throw new IllegalStateException("not yet");
            }
        });

        assertThat(runs(command)).isEqualTo(ATTEMPTS);

        CommandRecord row = platform.row(command);
        assertThat(row.status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(row.attempts()).isEqualTo(ATTEMPTS);
        assertThat(platform.events("flaky")).hasSize(1);
        assertThat(count("succeeded")).isEqualTo(1);
    }

    @Test
    void aHandlerThatFailsEachTimeLeavesItsCommandDeadWithTheCause() throws IOException {
        ReceivedCommand command = platform.deposit("broken", 7);
        platform.depositing.onCall((call, deposit, context) -> {
            throw new IllegalStateException("out of order");
        });

        runs(command);

        CommandRecord row = platform.row(command);
        assertThat(row.status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.depositing.calls()).isEqualTo(ATTEMPTS);
        JsonNode problem = platform.json.readTree(row.problem());
        assertThat(problem.get("type").asText()).endsWith("/command-given-up");
        assertThat(problem.at("/cause/class").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(problem.at("/cause/message").asText()).isEqualTo("out of order");
        assertThat(platform.events("broken")).isEmpty();
        assertThat(platform.announced)
                .singleElement()
                .satisfies(told -> assertThat(told.status()).isEqualTo(CommandStatus.DEAD));
    }

    @Test
    void anUnreadablePayloadIsGivenUpAtOnce() {
        ReceivedCommand command = platform.accept("unreadable", "test.Deposit", "{\"amount\":\"many\"}");

        runs(command);

        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.row(command).attempts()).isEqualTo(1);
        assertThat(platform.depositing.calls()).isZero();
    }

    @Test
    void aTypeThatNobodyHandlesIsGivenUpAtOnce() {
        ReceivedCommand command = platform.accept("unknown", "test.Withdraw", "{}");

        runs(command);

        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.DEAD);
        assertThat(platform.meters
                        .get("um.processor.handling")
                        .tag("type", "unknown")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aFaultThatPassesIsRetriedBeyondTheAttemptsOfAHandler() {
        ReceivedCommand command = platform.deposit("contended", 7);
        platform.depositing.onCall((call, deposit, context) -> {
            if (call < 10) {
                throw new ConcurrentAppendException(command.aggregate(), new IllegalStateException("taken"));
            }
        });

        runs(command);

        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.meters
                        .get("um.processor.retries")
                        .tag("fault", "passing")
                        .counter()
                        .count())
                .isEqualTo(9);
    }

    @Test
    void commandsWaitForADatabaseThatIsAwayWithoutCountingIt() {
        ReceivedCommand command = platform.deposit("outage", 7);
        platform.depositing.onCall((call, deposit, context) -> {
            if (call == 1) {
                throw new SqlFault(new SQLException("connection lost", "08006"));
            }
        });
        AtomicLong nanoTime = new AtomicLong();
        CommandTasks tasks = platform.tasks(1, nanoTime::get);
        Task first = tasks.of(command, platform.clock.instant());

        assertThat(first.run()).isInstanceOf(Verdict.Again.class);
        assertThat(tasks.of(platform.deposit("other", 1), platform.clock.instant())
                        .run())
                .isInstanceOf(Verdict.Again.class);
        assertThat(platform.depositing.calls()).isEqualTo(1);

        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(first.run()).isInstanceOf(Verdict.Done.class);
        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(platform.depositing.calls()).isEqualTo(2);
    }

    @Test
    void evenAnErrorOfTheApplicationEndsItsOwnCommandOnly() {
        ReceivedCommand command = platform.deposit("deep", 7);
        platform.depositing.onCall((call, deposit, context) -> {
            throw new StackOverflowError();
        });

        runs(command);

        assertThat(platform.row(command).status()).isEqualTo(CommandStatus.DEAD);
    }

    /** Runs the command's task to its end, without its delays; answers how often it ran. */
    private int runs(ReceivedCommand command) {
        Task task = platform.tasks(ATTEMPTS).of(command, platform.clock.instant());
        int runs = 1;
        while (task.run() instanceof Verdict.Again) {
            runs++;
        }
        return runs;
    }

    private long count(String outcome) {
        var timer = platform.meters
                .get("um.processor.handling")
                .tag("outcome", outcome)
                .timer();
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        return timer.count();
    }
}
