package io.universalmiddleware.gateway.identity.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * An opaque token says nothing to anybody but whoever issued it: 256 random bits. Only its SHA-256 is kept, which suffices for what
 * cannot be guessed.
 */
public record OpaqueToken(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    /** @param prefix by which people and scanners of secrets know what it is */
    public static OpaqueToken generate(String prefix) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return new OpaqueToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** What is kept of it. */
    public byte[] hash() {
        return sha256(text);
    }

    /** The SHA-256 of a text in UTF-8. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "opaque token";
    }
}
