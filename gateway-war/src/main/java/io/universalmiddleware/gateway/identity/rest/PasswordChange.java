package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A change of a password by who knows it. */
@Schema(name = "PasswordChange", description = "The present password and the one to come.")
public record PasswordChange(
        @Schema(required = true, format = "password") @JsonProperty("current_password")
        String present,

        @Schema(required = true, format = "password", maxLength = 256) @JsonProperty("new_password")
        String other) {

    static PasswordChange read(Section in) {
        return new PasswordChange(in.required("current_password"), in.required("new_password"));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "password change";
    }
}
