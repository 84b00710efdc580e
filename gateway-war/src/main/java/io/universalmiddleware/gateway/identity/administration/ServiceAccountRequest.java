package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A service account that is to be made. */
@Schema(name = "ServiceAccountRequest", description = "A service account to be made.")
public record ServiceAccountRequest(
        @Schema(description = "Whose; one's own tenant by default.") @Nullable
        String tenant,

        @Schema(required = true, description = "Unique in its tenant.")
        String name,

        @Schema(description = "The roles that its tokens have.")
        Set<String> roles,

        @Schema(description = "The scopes that its tokens may have.")
        Set<String> scopes,

        @Schema(description = "When it ends; absent if it does not.") @Nullable
        Instant expiresAt)
        implements ClientRequests.Wish<RegisteredClient> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:@/+-]{0,99}");

    static ServiceAccountRequest read(Section in) {
        return new ServiceAccountRequest(
                in.text("tenant"), name(in), Rights.roles(in), Rights.scopes(in), Rights.expiry(in));
    }

    /** The name that a client must have. */
    static String name(Section in) {
        String name = in.required("name");
        if (!name.isBlank() && !NAME.matcher(name).matches()) {
            in.violation(
                    "name", "expected 1 to 100 letters, digits, spaces and . _ : @ / + -, a letter or digit first");
        }
        return name;
    }

    @Override
    public RegisteredClient of(UUID id, TenantId tenant, Instant now) {
        return new RegisteredClient(id, tenant, name, roles, scopes, false, expiresAt, now, now);
    }
}
