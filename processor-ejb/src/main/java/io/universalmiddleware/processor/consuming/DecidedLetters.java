package io.universalmiddleware.processor.consuming;

import io.universalmiddleware.contracts.command.LettersDecided;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has due keys looked for as soon as an operator's decision is committed on this node. */
@ApplicationScoped
public class DecidedLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DecidedLetters.class);

    private final Roles roles;
    private final DueKeys due;
    private final ProcessorThreads threads;

    @SuppressWarnings("NullAway") // for the client proxy
    protected DecidedLetters() {
        this(null, null, null);
    }

    @Inject
    DecidedLetters(Roles roles, DueKeys due, ProcessorThreads threads) {
        this.roles = roles;
        this.due = due;
        this.threads = threads;
    }

    /** Looks, if this node carries commands out. */
    public void decided(@Observes(during = TransactionPhase.AFTER_SUCCESS) LettersDecided event) {
        if (roles.has(Role.PROCESSOR)) {
            try {
                due.wake(threads.looking());
            } catch (RejectedExecutionException stopping) {
                LOG.debug("A decision came while stopping", stopping);
            }
        }
    }
}
