package io.universalmiddleware.gateway.identity.external.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A login that was begun, for the application alone that did. */
@Schema(name = "ProviderLogin", description = "Where to send the browser, and what to finish with.")
public record BegunAnswer(
        @Schema(description = "The provider's own page, with state, nonce and a code challenge by S256.")
        @JsonProperty("authorization_url")
        String authorizationUrl,

        @Schema(
                description =
                        "To be kept by the application, out of every URL, and sent with the provider's answer. Counts once.")
        String login,

        @Schema(description = "Seconds until it ends.") @JsonProperty("expires_in")
        long expiresIn) {

    static BegunAnswer of(Begun begun) {
        return new BegunAnswer(begun.url().toString(), begun.ticket().text(), PendingLogins.LIFE.toSeconds());
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "begun login";
    }
}
