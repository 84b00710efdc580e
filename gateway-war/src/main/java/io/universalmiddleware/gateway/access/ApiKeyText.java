package io.universalmiddleware.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The text of an API key: {@code umk_}, 12 characters by which it is found, {@code _}, 43 characters of secret (256 bits), all of
 * {@code A-Z a-z 0-9}. The beginning is fixed so that scanners for leaked secrets know one.
 */
final class ApiKeyText {
    static final String BEGINNING = "umk_";
    static final int PREFIX_CHARACTERS = 12;
    static final int SECRET_CHARACTERS = 43;
    private static final int SEPARATOR = BEGINNING.length() + PREFIX_CHARACTERS;
    private static final int LENGTH = SEPARATOR + 1 + SECRET_CHARACTERS;

    private ApiKeyText() {}

    /** The part by which the key is found; null if the text is no key. */
    static @Nullable String prefix(String text) {
        if (text.length() != LENGTH || !text.startsWith(BEGINNING) || text.charAt(SEPARATOR) != '_') {
            return null;
        }
        for (int i = BEGINNING.length(); i < LENGTH; i++) {
            if (i != SEPARATOR && !isAlphanumeric(text.charAt(i))) {
                return null;
            }
        }
        return text.substring(BEGINNING.length(), SEPARATOR);
    }

    /** SHA-256 of the whole text. The secret has 256 random bits, so that a slow hash would protect nothing more. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
