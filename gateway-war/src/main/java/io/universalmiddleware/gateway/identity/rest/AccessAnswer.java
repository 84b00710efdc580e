package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An access token without a refresh token: that of the session goes on to count. */
@Schema(name = "AccessToken", description = "Another access token of the same session.")
public record AccessAnswer(
        @Schema(description = "A JWT, to be sent as a bearer token.") @JsonProperty("access_token")
        String accessToken,

        @Schema(enumeration = "Bearer") @JsonProperty("token_type")
        String tokenType,

        @Schema(description = "Seconds until it ends.") @JsonProperty("expires_in")
        long expiresIn) {
    /** Without the token. */
    @Override
    public String toString() {
        return "access token";
    }
}
