package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What ends, and where a provider is to send the browser then. */
@Schema(name = "Logout", description = "The last refresh token of a session.")
public record LogoutRequest(
        @Schema(required = true) @JsonProperty("refresh_token")
        String token,

        @Schema(description = "One of the postLogoutRedirectUris of the provider that let the user in.")
        @JsonProperty("post_logout_redirect_uri")
        @Nullable
        String uri,

        @Schema(description = "What the provider hands back with it.") @Nullable
        String state) {
    private static final int LONGEST_STATE = 255;

    static LogoutRequest read(Section in) {
        @Nullable String state = in.text("state");
        if (!isState(state)) {
            in.violation("state", "expected at most " + LONGEST_STATE + " characters");
        }
        return new LogoutRequest(in.required("refresh_token"), in.text("post_logout_redirect_uri"), state);
    }

    static boolean isState(@Nullable String state) {
        return state == null || (!state.isEmpty() && state.length() <= LONGEST_STATE);
    }

    Return back() {
        return new Return(uri, state);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "logout";
    }
}
