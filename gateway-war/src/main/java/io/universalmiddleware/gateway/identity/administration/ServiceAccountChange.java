package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a service account: what is absent stays, what is null is as if it had never been said. @param expiresAt {@link #NEVER} if it has no end any more */
@Schema(name = "ServiceAccountChange", description = "A merge patch: what is absent stays, what is null goes.")
public record ServiceAccountChange(
        @Schema(description = "All roles, at most 50.") @Nullable
        Set<String> roles,

        @Schema(description = "All scopes, at most 50.") @Nullable
        Set<String> scopes,

        @Schema(description = "Whether it is kept out.") @Nullable
        Boolean disabled,

        @Schema(description = "When it ends; null takes its end away.") @Nullable
        Instant expiresAt) {
    static final Instant NEVER = Instant.MAX;

    static ServiceAccountChange read(Section in) {
        Set<String> roles = Rights.roles(in);
        Set<String> scopes = Rights.scopes(in);
        @Nullable Instant expiry = Rights.expiry(in);
        return new ServiceAccountChange(
                in.isSaid("roles") ? roles : null,
                in.isSaid("scopes") ? scopes : null,
                in.isSaid("disabled") ? Boolean.valueOf(in.flag("disabled", false)) : null,
                in.isNull("expiresAt") ? NEVER : expiry);
    }

    public RegisteredClient of(RegisteredClient before, Instant now) {
        return new RegisteredClient(
                before.id(),
                before.tenant(),
                before.name(),
                Optional.ofNullable(roles).orElse(before.roles()),
                Optional.ofNullable(scopes).orElse(before.scopes()),
                disabled == null ? before.disabled() : disabled,
                expiresAt == null ? before.expiresAt() : NEVER.equals(expiresAt) ? null : expiresAt,
                before.createdAt(),
                now);
    }
}
