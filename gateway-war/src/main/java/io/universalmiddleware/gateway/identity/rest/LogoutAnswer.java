package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a session goes on that has ended here: at the provider that let its user in. */
@Schema(name = "LoggedOut", description = "Where the provider's own session ends.")
public record LogoutAnswer(
        @Schema(description = "Where to send the browser, to end the provider's own session too.")
        @JsonProperty("end_session_url")
        String url) {

    /** 200 with where to go, 204 if there is nowhere; no cache keeps it. */
    static ResponseBuilder of(Optional<URI> url) {
        return url.map(to -> Response.ok(new LogoutAnswer(to.toString())))
                .orElseGet(Response::noContent)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** Without the URL: it holds the provider's word about the user. */
    @Override
    public String toString() {
        return "logged out";
    }
}
