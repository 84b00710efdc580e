package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientSecretRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Finds clients by what they show. */
@ApplicationScoped
public class ClientLookup {
    private ClientRepository clients;
    private ClientSecretRepository secrets;
    private ApplicationRepository applications;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ClientLookup() {}

    @Inject
    public ClientLookup(
            ClientRepository clients, ClientSecretRepository secrets, ApplicationRepository applications, Clock clock) {
        this.clients = clients;
        this.secrets = secrets;
        this.applications = applications;
        this.clock = clock;
    }

    /** The client whose id and secret these are; empty if they are not, or it is disabled or has ended. */
    @Transactional
    public Optional<RegisteredClient> find(ClientCredentials shown) {
        Instant now = clock.instant();
        return secrets.matches(shown.client(), new OpaqueToken(shown.secret()).hash(), now)
                ? clients.findAny(shown.client()).filter(client -> client.isAlive(now))
                : Optional.empty();
    }

    /** The application of this id; empty if there is none, or it is disabled. */
    @Transactional
    public Optional<Application> application(UUID id) {
        return applications.find(id).filter(application -> application.isAlive(clock.instant()));
    }

    /** As {@link #application}, of those that have no secret. */
    @Transactional
    public Optional<Application> publicApplication(UUID id) {
        return application(id).filter(application -> !application.confidential());
    }
}
