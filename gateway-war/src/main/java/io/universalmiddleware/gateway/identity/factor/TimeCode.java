package io.universalmiddleware.gateway.identity.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A time code is a one-time password by RFC 6238 as authenticators make them: HMAC-SHA-1 of the time step, six digits, a step of thirty
 * seconds.
 */
public final class TimeCode {
    /** How long a step is. */
    public static final Duration STEP = Duration.ofSeconds(30);

    static final int DIGITS = 6;
    /** For clocks that are apart and for the way (RFC 6238, section 5.2). */
    private static final int STEPS_APART = 1;

    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";

    private TimeCode() {}

    /** The step of a time: how many have passed since 1970. */
    public static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of a step. */
    public static String of(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // RFC 4226, section 5.3
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", truncated % MODULUS);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The step that a code is of, at most one from now; the last if it is of several. */
    static OptionalLong stepOf(byte[] secret, String code, Instant now) {
        OptionalLong found = OptionalLong.empty();
        byte[] shown = code.getBytes(StandardCharsets.UTF_8);
        for (long step = step(now) - STEPS_APART; step <= step(now) + STEPS_APART; step++) {
            if (MessageDigest.isEqual(of(secret, step).getBytes(StandardCharsets.UTF_8), shown)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}
