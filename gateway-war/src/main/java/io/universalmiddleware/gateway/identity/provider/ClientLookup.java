package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Finds clients by what they show. */
@ApplicationScoped
public class ClientLookup {
    private ClientRepository clients;
    private ClientSecretRepository secrets;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ClientLookup() {}

    @Inject
    public ClientLookup(ClientRepository clients, ClientSecretRepository secrets, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The client whose id and secret these are; empty if they are not, or it is disabled or has ended. */
    @Transactional
    public Optional<RegisteredClient> find(ClientCredentials shown) {
        Instant now = clock.instant();
        return secrets.matches(shown.client(), new OpaqueToken(shown.secret()).hash(), now)
                ? clients.find(shown.client()).filter(client -> client.isAlive(now))
                : Optional.empty();
    }
}
