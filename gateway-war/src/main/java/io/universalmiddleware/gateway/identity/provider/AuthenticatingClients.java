package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Knows clients by their secrets. Whoever shows a wrong one pays with an attempt of their address, as a login does; the client itself is
 * never locked out by it, since nobody guesses 256 random bits.
 */
@ApplicationScoped
public class AuthenticatingClients {
    private ClientLookup clients;
    private Attempts attempts;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AuthenticatingClients() {}

    @Inject
    public AuthenticatingClients(ClientLookup clients, Attempts attempts, Event<Denial> denials) {
        this.clients = clients;
        this.attempts = attempts;
        this.denials = denials;
    }

    /** A client that is known. @param application empty if it acts for itself */
    record Known(RegisteredClient client, Optional<Application> application) {}

    /** As {@link #authenticate}; an application without a secret is known by its name alone (RFC 6749, section 3.2.1). */
    Known know(Sent sent, String action) {
        Optional<UUID> named = ClientCredentials.nameAlone(sent.authorization(), sent.form());
        if (named.isPresent()) {
            Application application = attempted(sent, action, () -> clients.publicApplication(named.get()));
            return new Known(application.client(), Optional.of(application));
        }
        RegisteredClient client = authenticate(sent, action);
        return new Known(client, clients.application(client.id()));
    }

    /** As {@link #know}, of those that act for themselves alone. */
    RegisteredClient serviceAccount(Sent sent, String action) {
        Known known = know(sent, action);
        if (known.application().isPresent()) {
            throw notForIt();
        }
        return known.client();
    }

    /** As {@link #know}, of applications alone. */
    Application application(Sent sent, String action) {
        return know(sent, action).application().orElseThrow(AuthenticatingClients::notForIt);
    }

    /**
     * The client that has shown who it is.
     *
     * @param action what is asked for, for the audit
     * @throws OAuthException if it has not, or there were too many attempts from the address
     */
    RegisteredClient authenticate(Sent sent, String action) {
        ClientCredentials shown = ClientCredentials.of(sent.authorization(), sent.form());
        return attempted(sent, action, () -> clients.find(shown));
    }

    private <T> T attempted(Sent sent, String action, Supplier<Optional<T>> search) {
        String address = sent.from().address();
        Attempt attempt = attempts.from(address);
        if (attempt.refusedFor().isPresent()) {
            throw OAuthException.tooMany(attempt.refusedFor().get());
        }
        Optional<T> found = search.get();
        if (found.isEmpty()) {
            attempts.wasWrong(attempt);
            denials.fire(new Denial("", "", action, "no such client or secret", address));
            throw ClientCredentials.unknown();
        }
        attempts.wasRight(attempt);
        return found.get();
    }

    private static OAuthException notForIt() {
        return new OAuthException(Code.UNAUTHORIZED_CLIENT, "The client gets no such grant.");
    }
}
