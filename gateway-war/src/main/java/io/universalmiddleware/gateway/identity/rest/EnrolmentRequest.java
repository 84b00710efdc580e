package io.universalmiddleware.gateway.identity.rest;

import io.universalmiddleware.gateway.document.Section;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The wish for a second factor. */
@Schema(name = "EnrolmentRequest", description = "The password once more.")
public record EnrolmentRequest(
        @Schema(required = true, format = "password", maxLength = 256)
        String password) {
    static EnrolmentRequest read(Section in) {
        return new EnrolmentRequest(in.required("password"));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "enrolment request";
    }
}
