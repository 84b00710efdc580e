package io.universalmiddleware.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret box seals signing secrets with AES-256-GCM, each for its endpoint alone; without a key it leaves them as they are.
 *
 * <p>What is sealed begins with {@code sealed:}. Any of the keys opens what it has sealed.
 */
public final class SecretBox {
    private static final String SEALED = "sealed:";
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<SecretKeySpec> keys;

    private SecretBox(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException saying what is expected */
    public static SecretBox of(String keys) {
        List<SecretKeySpec> read = new ArrayList<>();
        for (String text : keys.split(",")) {
            if (!text.isBlank()) {
                read.add(key(text.strip()));
            }
        }
        return new SecretBox(read);
    }

    /** The secret as it is kept. */
    public String seal(SigningSecret secret, UUID endpoint) {
        if (keys.isEmpty()) {
            return secret.text();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, endpoint)
                    .doFinal(secret.text().getBytes(StandardCharsets.UTF_8));
            byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
            return SEALED + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The secret that is kept so; empty if no key opens it. */
    public Optional<SigningSecret> open(String kept, UUID endpoint) {
        if (!kept.startsWith(SEALED)) {
            return SigningSecret.parse(kept);
        }
        byte[] both = sealed(kept);
        if (both.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, endpoint)
                        .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
                return SigningSecret.parse(new String(text, StandardCharsets.UTF_8));
            } catch (GeneralSecurityException another) {
                // not sealed with this one
            }
        }
        return Optional.empty();
    }

    /** Empty if the text is damaged. */
    private static byte[] sealed(String kept) {
        try {
            return Base64.getDecoder().decode(kept.substring(SEALED.length()));
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, UUID endpoint)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(endpoint.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKeySpec key(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("expected keys of " + KEY_BYTES + " bytes in Base64, by comma");
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
