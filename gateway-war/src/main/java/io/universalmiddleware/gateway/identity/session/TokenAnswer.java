package io.universalmiddleware.gateway.identity.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.request.Unkept;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Tokens as a client gets them (RFC 6749, section 5.1). */
@Schema(name = "Tokens", description = "An access token and what to get the next one with.")
public record TokenAnswer(
        @Schema(description = "A JWT, to be sent as a bearer token.") @JsonProperty("access_token")
        String accessToken,

        @Schema(description = "Counts once: each answer brings the next.") @JsonProperty("refresh_token")
        String refreshToken,

        @Schema(enumeration = "Bearer") @JsonProperty("token_type")
        String tokenType,

        @Schema(description = "Seconds until the access token ends.") @JsonProperty("expires_in")
        long expiresIn) {

    /** @throws ProblemException 503 if no key can sign now */
    public static Response of(Live live, AccessTokens tokens) {
        String access = tokens.issue(live.account(), live.session()).orElseThrow(Refusals::noKey);
        return Unkept.ok(new TokenAnswer(
                access, live.refresh().text(), "Bearer", tokens.life().toSeconds()));
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "tokens";
    }
}
