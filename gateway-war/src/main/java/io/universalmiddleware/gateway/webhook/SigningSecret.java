package io.universalmiddleware.gateway.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A signing secret is 24 to 64 bytes, written {@code whsec_} and Base64 (Standard Webhooks 1.0.0). It never shows itself but by {@link
 * #text()}.
 */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int USUAL = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private SigningSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SigningSecret generate() {
        byte[] bytes = new byte[USUAL];
        RANDOM.nextBytes(bytes);
        return new SigningSecret(bytes);
    }

    /** The secret of a text; empty if it is of another form. */
    public static Optional<SigningSecret> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return bytes.length < LEAST || bytes.length > MOST
                    ? Optional.empty()
                    : Optional.of(new SigningSecret(bytes));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** What its bearer is told, once. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
