package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.identity.factor.SecondFactors.State;
import io.universalmiddleware.gateway.identity.factor.Secret;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether a user's logins ask for a second factor. */
@Schema(name = "SecondFactor", description = "Whether one's logins ask for a second factor.")
public record SecondFactorAnswer(
        boolean enabled,

        @Schema(description = "When it was set up.") @Nullable
        Instant since,

        @Schema(description = "How many recovery codes are left.") @JsonProperty("recovery_codes_left")
        int recoveryCodesLeft) {
    static SecondFactorAnswer of(State state) {
        return new SecondFactorAnswer(state.isOn(), state.since(), state.recoveryCodes());
    }

    /** A secret for an authenticator. */
    @Schema(name = "Enrolment", description = "A secret, which counts once a code of it has confirmed it.")
    public record Offer(
            @Schema(description = "In base32, to be typed (RFC 6238: SHA-1, 6 digits, 30 s).")
            String secret,

            @Schema(description = "The same as an otpauth URI.")
            String uri,

            @Schema(description = "The URI as a QR code, in SVG.") @JsonProperty("qr_code")
            String qrCode) {
        static Offer of(Secret secret) {
            return new Offer(secret.base32(), secret.uri(), secret.qrCode());
        }

        /** Tells nothing. */
        @Override
        public String toString() {
            return "enrolment";
        }
    }

    /** Recovery codes, as they are shown once. */
    @Schema(name = "RecoveryCodes", description = "Each stands in for a code once. They are not shown again.")
    public record Codes(@JsonProperty("recovery_codes") List<String> recoveryCodes) {
        /** Tells nothing. */
        @Override
        public String toString() {
            return "recovery codes";
        }
    }
}
