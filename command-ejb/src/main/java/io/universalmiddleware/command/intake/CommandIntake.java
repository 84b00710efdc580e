package io.universalmiddleware.command.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.command.catalogue.CommandCatalogue;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.postgres.SqlFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command intake reads, checks and accepts commands, whatever brought them.
 *
 * <p>An answer of {@link Acceptance.Accepted} or {@link Acceptance.Replayed} is given only after the commit. With the
 * database away it answers {@link Acceptance.Unavailable} within the data source's time limits.
 */
@ApplicationScoped
public class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private SubmissionReader reader;
    private AcceptingCommand accepting;
    private IntakeSettings settings;
    private MeterRegistry meters;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandIntake() {}

    @Inject
    CommandIntake(CommandCatalogue catalogue, AcceptingCommand accepting, Settings settings, MeterRegistry meters) {
        this.reader = new SubmissionReader(catalogue);
        this.accepting = accepting;
        this.settings = IntakeSettings.from(settings);
        this.meters = meters;
    }

    /** The largest body that it takes, in bytes. */
    int maxBodyBytes() {
        return settings.maxBodyBytes();
    }

    /** @throws ProblemException if the body is not a valid command */
    Acceptance take(Sender sender, Optional<IdempotencyKey> key, byte[] body) {
        Timer.Sample begun = Timer.start(meters);
        String outcome = "failed";
        try {
            Submission submission = reader.read(sender.tenant(), body);
            Acceptance acceptance = accept(submission, sender, key);
            outcome = acceptance.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            return acceptance;
        } catch (ProblemException invalid) {
            outcome = "invalid";
            throw invalid;
        } finally {
            begun.stop(timer(outcome));
        }
    }

    private Acceptance accept(Submission submission, Sender sender, Optional<IdempotencyKey> key) {
        try {
            return accepting.accept(submission, sender, key, settings.keyLife());
        } catch (RuntimeException fault) {
            if (SqlFault.isTransient(fault)
                    || fault instanceof TransactionalException) { // all is flushed: only the commit can fail so
                LOG.warn("A {} could not be committed: {}", submission.type(), fault.toString());
                return new Acceptance.Unavailable();
            }
            throw fault;
        }
    }

    private Timer timer(String outcome) {
        return Timer.builder("um_command_accept")
                .description("Time to read, check and commit a command")
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }
}
