package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A service account as administrators see it. */
@Schema(name = "ServiceAccount", description = "A client of a tenant that acts for itself.")
public record ServiceAccountAnswer(
        @Schema(description = "Its client_id.") UUID id,

        String tenant,
        String name,
        List<String> roles,
        List<String> scopes,

        @Schema(description = "Whether it is kept out.") boolean disabled,

        @Schema(description = "When it ends; absent if it does not.") @Nullable
        Instant expiresAt,

        @Schema(description = "Another with every change; the ETag has it.")
        long revision,

        Instant createdAt,
        Instant changedAt,

        @Schema(description = "Its client_secret, in the answer that makes it alone.") @Nullable
        String secret) {

    static ServiceAccountAnswer of(RegisteredClient client) {
        return of(client, null);
    }

    static ServiceAccountAnswer of(RegisteredClient client, @Nullable String secret) {
        return new ServiceAccountAnswer(
                client.id(),
                client.tenant().value(),
                client.name(),
                client.roles().stream().sorted().toList(),
                client.scopes().stream().sorted().toList(),
                client.disabled(),
                client.expiresAt(),
                client.revision(),
                client.createdAt(),
                client.changedAt(),
                secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "service account " + id + " of " + tenant;
    }

    /** A page of service accounts. */
    @Schema(name = "ServiceAccounts", description = "A page.")
    public record Page(
            List<ServiceAccountAnswer> items,

            @Schema(description = "The cursor of the next page; absent on the last.") @Nullable
            String nextCursor) {}
}
