package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.contracts.audit.Act;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.audit.AuditEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Auditing writes down what parts of this process say for the audit: acts at once, denials in a while. */
@ApplicationScoped
public class Auditing {
    private static final Logger LOG = LoggerFactory.getLogger(Auditing.class);
    private static final int KINDS = 50;
    private static final int MOST_UNWRITTEN = 10 * KINDS;

    private final List<AuditEntry> unwritten = new ArrayList<>();
    private AuditStore store;
    private Clock clock;
    private Denials denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Auditing() {}

    @Inject
    Auditing(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.denials = new Denials(clock, KINDS);
    }

    /** @throws ProblemException 503 if it cannot be written down: then it is not to be done */
    void act(@Observes Act act) {
        AuditEntry entry = new AuditEntry(
                act.tenant(), clock.instant(), act.actor(), act.action(), act.subject(), null, null, act.detail());
        try {
            store.append(List.of(entry));
        } catch (RuntimeException away) {
            LOG.warn(
                    "{} of {} is refused: the audit cannot be written: {}",
                    act.action(),
                    act.subject(),
                    away.toString());
            throw new ProblemException(
                    Problem.of(ProblemType.UNAVAILABLE, "It is not done, since the audit cannot be written now."));
        }
    }

    void denied(@Observes Denial denial) {
        denials.add(denial);
    }

    /**
     * Writes down the denials since it last did, as of now: a row's time is when it was written, else it would seem dated back after a
     * while without PostgreSQL. Until then some are kept; those beyond are told to the log alone.
     */
    synchronized void write() {
        unwritten.addAll(denials.drain());
        if (unwritten.isEmpty()) {
            return;
        }
        try {
            Instant now = clock.instant();
            store.append(unwritten.stream().map(row -> row.at(now)).toList());
            unwritten.clear();
        } catch (RuntimeException away) {
            if (unwritten.size() > MOST_UNWRITTEN) {
                LOG.warn("{} denials cannot be written to the audit: {}", unwritten.size(), away.toString());
                unwritten.clear();
            }
        }
    }
}
