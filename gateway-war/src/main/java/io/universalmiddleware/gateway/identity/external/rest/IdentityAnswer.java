package io.universalmiddleware.gateway.identity.external.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An identity as its user sees it. */
@Schema(name = "Identity", description = "Somebody whom a provider knows, as this account.")
public record IdentityAnswer(
        UUID id,

        @Schema(description = "The provider's issuer.") String issuer,

        @Schema(description = "What the provider calls the user.")
        String subject,

        @JsonProperty("created_at") Instant createdAt,

        @Schema(description = "When it was logged in by last.") @JsonProperty("used_at")
        Instant usedAt) {

    static IdentityAnswer of(LinkedIdentity identity) {
        return new IdentityAnswer(
                identity.id(), identity.issuer(), identity.subject(), identity.createdAt(), identity.usedAt());
    }

    /** A user's identities. */
    @Schema(name = "Identities", description = "The oldest first.")
    public record All(List<IdentityAnswer> items) {}
}
