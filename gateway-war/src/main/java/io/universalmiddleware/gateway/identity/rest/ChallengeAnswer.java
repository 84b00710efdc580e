package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.factor.Shown;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The second step of a login. */
@Schema(name = "ChallengeAnswer", description = "The challenge of a login, and either code or recovery_code.")
public record ChallengeAnswer(
        @Schema(required = true) String challenge,

        @Schema(description = "Six digits of the authenticator.") @Nullable
        String code,

        @Schema(description = "In any case, dashes or not.") @JsonProperty("recovery_code") @Nullable
        String recoveryCode) {
    static ChallengeAnswer read(Section in) {
        String challenge = in.required("challenge");
        FactorShown shown = FactorShown.read(in);
        return new ChallengeAnswer(challenge, shown.code(), shown.recoveryCode());
    }

    Shown shown() {
        return new FactorShown(code, recoveryCode).shown();
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "challenge answer";
    }
}
