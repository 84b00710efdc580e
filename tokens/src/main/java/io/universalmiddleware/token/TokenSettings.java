package io.universalmiddleware.token;

import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Clock;
import java.util.List;

/**
 * What a token must be, from where MicroProfile JWT (2.1, section 9.2) has it.
 *
 * @param keys those that may have signed it
 */
public record TokenSettings(String issuer, String audience, List<JWK> keys) {
    static final Setting<String> ISSUER =
            Setting.text("mp.jwt.verify.issuer", "um", "The issuer that a token must name.");
    static final Setting<String> AUDIENCE =
            Setting.text("mp.jwt.verify.audiences", "um", "The audience that a token must name.");
    static final Setting<String> PUBLIC_KEY = Setting.optionalText(
            "mp.jwt.verify.publickey", "The public key that verifies tokens: PEM, or a JSON Web Key or key set.");
    static final Setting<String> PUBLIC_KEY_LOCATION = Setting.optionalText(
            "mp.jwt.verify.publickey.location", "Where that public key is: a file, a file: URL or a resource.");

    /**
     * The configured settings.
     *
     * @throws io.universalmiddleware.contracts.settings.InvalidSettingsException if no key is configured, or it cannot be
     *     read
     */
    public static TokenSettings from(Settings settings) {
        return new TokenSettings(settings.get(ISSUER), settings.get(AUDIENCE), VerificationKeys.from(settings));
    }

    /** A verifier of such tokens. */
    public TokenVerifier verifier(Clock clock) {
        return new TokenVerifier(keys, issuer, audience, clock);
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
