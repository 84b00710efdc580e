package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.account.Email;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which address an account is to have. */
@Schema(name = "AddressRequest", description = "The address to come.")
public record AddressRequest(
        @Schema(required = true, format = "email", maxLength = 254)
        String email) {
    static AddressRequest read(Section in) {
        return new AddressRequest(Email.read(in, "email").text());
    }
}
