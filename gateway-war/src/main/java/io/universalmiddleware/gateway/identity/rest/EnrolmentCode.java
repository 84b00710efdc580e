package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A first code, which shows that the authenticator has the secret. */
@Schema(name = "EnrolmentCode", description = "The present code of the authenticator.")
public record EnrolmentCode(
        @Schema(required = true, description = "Six digits.")
        String code) {
    static EnrolmentCode read(Section in) {
        return new EnrolmentCode(FactorShown.code(in));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "enrolment code";
    }
}
