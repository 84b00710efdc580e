package io.universalmiddleware.gateway.identity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.factor.Shown;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A code of the authenticator, or a recovery code in its place. */
@Schema(name = "SecondFactorShown", description = "Either code or recovery_code.")
public record FactorShown(
        @Schema(description = "Six digits of the authenticator.") @Nullable
        String code,

        @Schema(description = "In any case, dashes or not.") @JsonProperty("recovery_code") @Nullable
        String recoveryCode) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6}");
    private static final int LONGEST = 100;

    static FactorShown read(Section in) {
        if (in.has("recovery_code")) {
            String recovery = in.required("recovery_code");
            if (recovery.length() > LONGEST) {
                in.violation("recovery_code", "expected at most " + LONGEST + " characters");
            }
            return new FactorShown(null, recovery);
        }
        return new FactorShown(code(in), null);
    }

    /** The code that a body must have. */
    static String code(Section in) {
        String code = in.required("code").replace(" ", "");
        if (in.isText("code") && !DIGITS.matcher(code).matches()) {
            in.violation("code", "expected six digits");
        }
        return code;
    }

    Shown shown() {
        if (recoveryCode != null) {
            return new Shown.Recovery(recoveryCode);
        }
        return new Shown.Code(code == null ? "" : code);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "second factor shown";
    }
}
