package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.account.Email;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The two steps of setting a password that was forgotten: an address first, then the mailed token and the password to come. */
@Schema(name = "PasswordReset", description = "Either email alone, or token and new_password.")
public record PasswordReset(
        @Schema(format = "email") @Nullable String email,
        @Nullable String token,

        @Schema(format = "password", maxLength = 256) @JsonProperty("new_password") @Nullable
        String other) {

    static PasswordReset read(Section in) {
        return in.has("token") || in.has("new_password")
                ? new PasswordReset(null, in.required("token"), in.required("new_password"))
                : new PasswordReset(Email.read(in, "email").text(), null, null);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "password reset";
    }
}
