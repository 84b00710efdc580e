package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.account.Email;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An e-mail address and a password. */
@Schema(name = "Credentials", description = "Who one is, and what shows it.")
public record Credentials(
        @Schema(required = true, format = "email", maxLength = 254)
        String email,

        @Schema(required = true, format = "password", maxLength = 256)
        String password) {

    static Credentials read(Section in) {
        return new Credentials(Email.read(in, "email").text(), in.required("password"));
    }

    Email address() {
        return new Email(email);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "credentials";
    }
}
