package io.universalmiddleware.token;

import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token must be, from where MicroProfile JWT (2.1, section 9.2) has it.
 *
 * @param audiences one of which it names
 * @param keys those that may have signed it, beside the platform's own
 */
public record TokenSettings(String issuer, Set<String> audiences, List<JWK> keys) {
    static final Setting<String> ISSUER =
            Setting.text("mp.jwt.verify.issuer", "um", "The issuer that a token must name.");
    static final Setting<String> AUDIENCE = Setting.text(
            "mp.jwt.verify.audiences",
            "um",
            "The audience that a token must name; several are separated by commas, and one of them is enough.");
    static final Setting<String> PUBLIC_KEY = Setting.optionalText(
            "mp.jwt.verify.publickey",
            "A public key that verifies tokens besides the platform's own: PEM, or a JSON Web Key or key set.");
    static final Setting<String> PUBLIC_KEY_LOCATION = Setting.optionalText(
            "mp.jwt.verify.publickey.location", "Where that public key is: a file, a file: URL or a resource.");

    /**
     * The configured settings.
     *
     * @throws io.universalmiddleware.contracts.settings.InvalidSettingsException if a key cannot be read
     */
    public static TokenSettings from(Settings settings) {
        Set<String> audiences = Arrays.stream(settings.get(AUDIENCE).split(","))
                .map(String::strip)
                .filter(audience -> !audience.isEmpty())
                .collect(Collectors.toSet());
        return new TokenSettings(settings.get(ISSUER), audiences, VerificationKeys.from(settings));
    }

    /** A verifier of such tokens. */
    public TokenVerifier verifier(Clock clock) {
        return new TokenVerifier(keys, issuer, audiences, clock);
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Tokens";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ISSUER, AUDIENCE, PUBLIC_KEY, PUBLIC_KEY_LOCATION);
        }
    }
}
