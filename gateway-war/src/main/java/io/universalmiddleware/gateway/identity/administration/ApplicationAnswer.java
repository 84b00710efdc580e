package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An application as administrators see it. */
@Schema(name = "Application", description = "A client of a tenant by which its users log in.")
public record ApplicationAnswer(
        @Schema(description = "Its client_id.") UUID id,

        String tenant,
        String name,

        @Schema(description = "Whether it keeps a secret.") boolean confidential,

        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        List<String> scopes,

        @Schema(description = "Whether it is kept out.") boolean disabled,

        @Schema(description = "Another with every change; the ETag has it.")
        long revision,

        Instant createdAt,
        Instant changedAt,

        @Schema(description = "Its client_secret, in the answer that makes it alone.") @Nullable
        String secret) {

    static ApplicationAnswer of(Application application) {
        return of(application, null);
    }

    static ApplicationAnswer of(Application application, @Nullable String secret) {
        RegisteredClient client = application.client();
        return new ApplicationAnswer(
                client.id(),
                client.tenant().value(),
                client.name(),
                application.confidential(),
                application.redirectUris(),
                application.postLogoutRedirectUris(),
                client.scopes().stream().sorted().toList(),
                client.disabled(),
                client.revision(),
                client.createdAt(),
                client.changedAt(),
                secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "application " + id + " of " + tenant;
    }

    /** A page of applications. */
    @Schema(name = "Applications", description = "A page.")
    public record Page(
            List<ApplicationAnswer> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}
}
