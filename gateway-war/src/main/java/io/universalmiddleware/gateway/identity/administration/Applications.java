package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The applications: what they were let in to ends with them. */
@Dependent
public class Applications implements ClientKind<Application> {
    private final ApplicationRepository applications;
    private final GrantRepository grants;

    @Inject
    public Applications(ApplicationRepository applications, GrantRepository grants) {
        this.applications = applications;
        this.grants = grants;
    }

    @Override
    public String name() {
        return "application";
    }

    @Override
    public ApplicationRepository store() {
        return applications;
    }

    @Override
    public RegisteredClient client(Application of) {
        return of.client();
    }

    @Override
    public boolean keepsSecret(Application of) {
        return of.confidential();
    }

    @Override
    public Application touched(Application of, Instant at) {
        return new ApplicationChange(null, null, null, null).of(of, at);
    }

    @Override
    public void end(UUID id, Instant now, Instant until) {
        grants.endOfClient(id, now, until);
    }

    @Override
    public Map<String, Object> told(Application of) {
        RegisteredClient client = of.client();
        return Map.of(
                "name",
                client.name(),
                "scopes",
                client.scopes().stream().sorted().toList(),
                ApplicationAddresses.REDIRECT,
                of.redirectUris(),
                ApplicationAddresses.POST_LOGOUT,
                of.postLogoutRedirectUris(),
                "confidential",
                of.confidential(),
                "disabled",
                client.disabled());
    }

    @Override
    public ApplicationAnswer answer(Application of, @Nullable String secret) {
        return ApplicationAnswer.of(of, secret);
    }
}
