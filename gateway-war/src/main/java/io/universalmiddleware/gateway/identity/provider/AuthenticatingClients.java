package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Attempts.Attempt;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;

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

    /**
     * The client that has shown who it is.
     *
     * @param action what is asked for, for the audit
     * @throws OAuthException if it has not, or there were too many attempts from the address
     */
    RegisteredClient authenticate(Sent sent, String action) {
        ClientCredentials shown = ClientCredentials.of(sent.authorization(), sent.form());
        String address = sent.from().address();
        Attempt attempt = attempts.from(address);
        if (attempt.refusedFor().isPresent()) {
            throw OAuthException.tooMany(attempt.refusedFor().get());
        }
        Optional<RegisteredClient> client = clients.find(shown);
        if (client.isEmpty()) {
            attempts.wasWrong(attempt);
            denials.fire(new Denial("", "", action, "no such client or secret", address));
            throw ClientCredentials.unknown();
        }
        attempts.wasRight(attempt);
        return client.get();
    }
}
