package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What shows that somebody reads a mailbox. */
@Schema(name = "Proof", description = "The token of a mail.")
public record Proof(@Schema(required = true) String token) {

    public static Proof read(Section in) {
        return new Proof(in.required("token"));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "proof";
    }
}
