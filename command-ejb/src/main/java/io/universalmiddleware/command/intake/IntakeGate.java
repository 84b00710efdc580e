package io.universalmiddleware.command.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.outbox.OutboxBacklog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The intake's gate shuts while too much waits in the outbox, and opens by itself. The outbox is measured elsewhere. */
@ApplicationScoped
public class IntakeGate {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeGate.class);
    private static final int RETRY_SECONDS = 5;

    private BacklogRule rule;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected IntakeGate() {}

    @Inject
    IntakeGate(Settings settings, Clock clock, MeterRegistry meters) {
        this.rule = new BacklogRule(IntakeSettings.from(settings).backlog(), clock);
        Gauge.builder("um_command_gate_shut", rule, r -> r.complaint().isPresent() ? 1 : 0)
                .description("1 while no command is taken since too much waits in the outbox")
                .register(meters);
    }

    /** Judges what was measured. */
    void measured(@Observes OutboxBacklog backlog) {
        if (rule.measured(backlog)) {
            rule.complaint()
                    .ifPresentOrElse(
                            why -> LOG.warn("No command is taken now: {}", why),
                            () -> LOG.info("Commands are taken again: {} messages wait", backlog.depth()));
        }
    }

    /** Why no command is taken now, for people; empty if they are taken. */
    Optional<String> complaint() {
        return rule.complaint();
    }

    /** What a command is told while the gate is shut; empty if it is open. */
    Optional<Acceptance> refusal() {
        return rule.complaint().map(why -> new Acceptance.Overloaded(why, RETRY_SECONDS));
    }
}
