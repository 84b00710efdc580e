package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.provider.OAuthException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A form is the parameters of a request (RFC 6749, appendix B): each is there once, and one without a value is not there (section 3.1).
 * At most 16 KiB and fifty parameters, in UTF-8 without control characters.
 */
public final class Form {
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MOST_BYTES = 16_384;
    private static final int MOST_PARAMETERS = 50;

    private final String text;
    private final Map<String, String> values;

    private Form(String text, Map<String, String> values) {
        this.text = text;
        this.values = values;
    }

    /** Reads a body. @throws OAuthException if it is none of such parameters */
    public static Form read(@Nullable String type, InputStream body) throws IOException {
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
            throw refused("The body must be of the type " + TYPE + ".");
        }
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw refused("The body is too large.");
        }
        return parse(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Reads a body as text. @throws OAuthException if it is none of such parameters */
    public static Form parse(String text) {
        if (text.length() > MOST_BYTES) {
            throw refused("The parameters are too long.");
        }
        Map<String, String> values = new HashMap<>();
        String[] pairs = text.split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            throw refused("There are too many parameters.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!pair.isEmpty() && values.put(name(pair), value) != null) {
                throw refused("A parameter is there twice.");
            }
        }
        values.values().removeIf(String::isEmpty);
        return new Form(text, values);
    }

    /** The parameters as they came. */
    public String text() {
        return text;
    }

    /** The parameters as they came, but for one, which has this value in the place of its own. @param value as it is encoded */
    public String textWith(String name, String value) {
        return Stream.of(text.split("&"))
                .map(pair -> name(pair).equals(name) ? name + '=' + value : pair)
                .collect(Collectors.joining("&"));
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws OAuthException if it is not there */
    public String required(String name) {
        return find(name).orElseThrow(() -> refused(name + " is required."));
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return decoded(equals < 0 ? pair : pair.substring(0, equals));
    }

    private static String decoded(String text) {
        String plain;
        try {
            plain = URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException broken) {
            throw refused("A parameter is not encoded as it should be.");
        }
        String whole = utf8(plain.getBytes(StandardCharsets.ISO_8859_1));
        if (whole.chars().anyMatch(Character::isISOControl)) {
            throw refused("A parameter holds control characters.");
        }
        return whole;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            throw refused("The parameters are not in UTF-8.");
        }
    }

    private static OAuthException refused(String description) {
        return new OAuthException(Code.INVALID_REQUEST, description);
    }

    /** The names alone. */
    @Override
    public String toString() {
        return "form of " + values.keySet();
    }
}
