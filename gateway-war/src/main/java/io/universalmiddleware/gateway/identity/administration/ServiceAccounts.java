package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.ClientRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service accounts: their own tokens end with them. */
@Dependent
public class ServiceAccounts implements ClientKind<RegisteredClient> {
    private final ClientRepository accounts;
    private final ClientTokenRepository tokens;

    @Inject
    public ServiceAccounts(ClientRepository accounts, ClientTokenRepository tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "service account";
    }

    @Override
    public ClientRepository store() {
        return accounts;
    }

    @Override
    public RegisteredClient client(RegisteredClient of) {
        return of;
    }

    @Override
    public RegisteredClient touched(RegisteredClient of, Instant at) {
        return new ServiceAccountChange(null, null, null, null).of(of, at);
    }

    @Override
    public void end(UUID id, Instant now, Instant until) {
        tokens.revokeAll(id, now, until);
    }

    @Override
    public Map<String, Object> told(RegisteredClient of) {
        Map<String, Object> told = new HashMap<>(Map.of(
                "name", of.name(),
                "roles", of.roles().stream().sorted().toList(),
                "scopes", of.scopes().stream().sorted().toList(),
                "disabled", of.disabled()));
        if (of.expiresAt() != null) {
            told.put("expiresAt", of.expiresAt().toString());
        }
        return told;
    }

    @Override
    public ServiceAccountAnswer answer(RegisteredClient of, @Nullable String secret) {
        return ServiceAccountAnswer.of(of, secret);
    }
}
