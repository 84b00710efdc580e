package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A refresh token that a client sends. */
@Schema(name = "RefreshToken", description = "The last refresh token of a session.")
public record RefreshToken(
        @Schema(required = true) @JsonProperty("refresh_token")
        String token) {

    static RefreshToken read(Section in) {
        return new RefreshToken(in.required("refresh_token"));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "refresh token";
    }
}
