package io.universalmiddleware.gateway.identity.external.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What begins to link an account to whom a provider knows. */
@Schema(name = "IdentityRequest", description = "Which provider, and where it is to send the browser with its answer.")
public record LinkRequest(
        @Schema(required = true, description = "The provider's name.")
        String provider,

        @Schema(required = true, description = "One of the provider's redirectUris, by character.")
        @JsonProperty("redirect_uri")
        String redirectUri) {

    static LinkRequest read(Section in) {
        return new LinkRequest(in.required("provider"), in.required("redirect_uri"));
    }
}
