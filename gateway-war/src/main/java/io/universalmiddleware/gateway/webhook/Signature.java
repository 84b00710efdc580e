package io.universalmiddleware.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a message: HMAC-SHA256 over {@code id.timestamp.body} (Standard Webhooks 1.0.0, symmetric, {@code v1}). */
public final class Signature {
    /** The message's id; the same however often it is sent. Has no dot. */
    public static final String ID = "webhook-id";
    /** When this attempt was signed, in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";
    /** One for each secret, a space between. */
    public static final String SIGNATURE = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** The value of {@link #SIGNATURE}. */
    public static String of(List<SigningSecret> secrets, String id, long timestamp, byte[] body) {
        byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8);
        return secrets.stream().map(secret -> "v1," + of(secret, head, body)).collect(Collectors.joining(" "));
    }

    private static String of(SigningSecret secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
