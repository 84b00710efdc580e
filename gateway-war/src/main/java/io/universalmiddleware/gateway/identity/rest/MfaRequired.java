package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The members of a problem that asks for the second factor, as the API's description has them. */
@Schema(name = "MfaRequired", description = "A problem; of the type mfa-required with these members.")
public record MfaRequired(
        String type,

        @Schema(description = "Whether the password was right and the second factor is asked for.")
        @JsonProperty("mfa_required")
        boolean mfaRequired,

        @Schema(description = "To be sent to /api/v1/auth/mfa/login.")
        String challenge,

        @Schema(description = "Seconds until it ends.") @JsonProperty("expires_in")
        long expiresIn,

        @Schema(description = "What may be shown: code, recovery_code.")
        List<String> methods) {}
