package io.universalmiddleware.gateway.identity.external.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What begins a login by a provider. */
@Schema(name = "ProviderLoginRequest", description = "Where the provider is to send the browser with its answer.")
public record RedirectRequest(
        @Schema(required = true, description = "One of the provider's redirectUris, by character.")
        @JsonProperty("redirect_uri")
        String redirectUri) {

    static RedirectRequest read(Section in) {
        return new RedirectRequest(in.required("redirect_uri"));
    }
}
