package io.universalmiddleware.token;

import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a token must be, from where MicroProfile JWT (2.1, section 9.2) has it.
 *
 * @param audiences one of which it names
 * @param keys those that may have signed it, beside the platform's own
 * @param url by which applications know the platform, and the issuer of what it signs itself; empty if it has none
 */
public record TokenSettings(String issuer, Set<String> audiences, List<JWK> keys, Optional<String> url) {
    static final Setting<String> ISSUER =
            Setting.text("mp.jwt.verify.issuer", "um", "The issuer that a token must name.");
    static final Setting<String> AUDIENCE = Setting.text(
            "mp.jwt.verify.audiences",
            "um",
            "The audience that a token must name; several are separated by commas, and one of them is enough.");
    static final Setting<String> OWN_ISSUER = new Setting<>(
            "um.identity.issuer",
            "http(s)://host[:port]",
            null,
            false,
            false,
            "The URL by which applications know the platform as an OpenID provider, the same on all nodes; the issuer of the tokens"
                    + " that it signs. Without it that is mp.jwt.verify.issuer, and there is no discovery.",
            TokenSettings::origin);
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
        return new TokenSettings(
                settings.get(ISSUER), audiences, VerificationKeys.from(settings), settings.find(OWN_ISSUER));
    }

    /** The issuer of what the platform itself signs. */
    public String own() {
        return url.orElse(issuer);
    }

    /** A verifier of such tokens. */
    public TokenVerifier verifier(Clock clock) {
        return new TokenVerifier(keys, issuer, own(), audiences, clock);
    }

    /** An origin, so that the metadata of it lie where two specifications look for them alike (RFC 8414, section 5). */
    private static String origin(String text) {
        URI uri = URI.create(text);
        boolean isOrigin = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && (uri.getScheme() + "://" + uri.getRawAuthority()).equals(text)
                && uri.getRawUserInfo() == null;
        if (!isOrigin) {
            throw new IllegalArgumentException("expected http(s)://host[:port] without a path");
        }
        return text;
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Tokens";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(ISSUER, OWN_ISSUER, AUDIENCE, PUBLIC_KEY, PUBLIC_KEY_LOCATION);
        }
    }
}
