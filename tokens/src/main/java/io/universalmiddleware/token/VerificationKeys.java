package io.universalmiddleware.token;

import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The public keys that verify tokens, from where MicroProfile JWT (2.1, section 9.2) has them. */
public final class VerificationKeys {
    private VerificationKeys() {}

    /**
     * The configured keys; none if none are, since the platform signs with keys of its own too.
     *
     * @throws InvalidSettingsException if a key cannot be read
     */
    public static List<JWK> from(Settings settings) {
        String key = TokenSettings.PUBLIC_KEY_LOCATION.key();
        try {
            Optional<String> inline = settings.find(TokenSettings.PUBLIC_KEY);
            if (inline.isPresent()) {
                key = TokenSettings.PUBLIC_KEY.key();
                return TokenVerifier.keysIn(inline.get());
            }
            Optional<String> location = settings.find(TokenSettings.PUBLIC_KEY_LOCATION);
            return location.isEmpty() ? List.of() : TokenVerifier.keysIn(read(location.get()));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InvalidSettingsException(List.of(key + ": " + unusable.getMessage()));
        }
    }

    private static String read(String location) throws IOException {
        if (location.startsWith("file:")) {
            return Files.readString(Path.of(URI.create(location)));
        }
        Path file = Path.of(location);
        if (Files.isRegularFile(file)) {
            return Files.readString(file);
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String resource = location.startsWith("/") ? location.substring(1) : location;
        try (@Nullable InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is neither a file nor a resource " + location);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
