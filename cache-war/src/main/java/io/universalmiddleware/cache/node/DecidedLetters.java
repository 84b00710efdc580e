package io.universalmiddleware.cache.node;

import io.universalmiddleware.cache.projecting.ParkedEvents;
import io.universalmiddleware.contracts.command.LettersDecided;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Has due keys looked for as soon as an operator's decision is committed on this node. */
@ApplicationScoped
public class DecidedLetters {
    private Roles roles;
    private ParkedEvents parked;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected DecidedLetters() {}

    @Inject
    public DecidedLetters(Roles roles, ParkedEvents parked) {
        this.roles = roles;
        this.parked = parked;
    }

    /** Looks, if this node projects. */
    public void decided(@Observes(during = TransactionPhase.AFTER_SUCCESS) LettersDecided event) {
        if (roles.has(Role.CACHE)) {
            parked.wake();
        }
    }
}
