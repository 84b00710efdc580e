package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A session as its user sees it. */
@Schema(name = "Session", description = "A login somewhere that goes on.")
public record SessionAnswer(
        UUID id,

        @Schema(description = "What the client said that it is.")
        String device,

        @Schema(description = "From where it was used last.")
        String address,

        @Schema(description = "How its user showed who they are (RFC 8176).")
        List<String> methods,

        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("used_at") Instant usedAt,

        @Schema(description = "When it ends unless it is used before.") @JsonProperty("idle_at")
        Instant idleAt,

        @Schema(description = "When it ends in any case.") @JsonProperty("ends_at")
        Instant endsAt,

        @Schema(description = "Whether it is the one of the request.")
        boolean current) {

    static SessionAnswer of(UserSession session, UUID current) {
        return new SessionAnswer(
                session.id(),
                session.device(),
                session.address(),
                session.methods(),
                session.createdAt(),
                session.usedAt(),
                session.idleAt(),
                session.endsAt(),
                session.id().equals(current));
    }

    /** A user's sessions. */
    @Schema(name = "Sessions", description = "The sessions that go on, the one used last first.")
    public record All(List<SessionAnswer> items) {}
}
