package io.universalmiddleware.launcher.login;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An authenticator is what a user's telephone is otherwise: it has one secret and shows one-time passwords of it (RFC 6238: HMAC-SHA-1, six
 * digits, a step of thirty seconds), none twice.
 */
public final class Authenticator {
    private static final long STEP_MILLIS = 30_000;
    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";
    /** RFC 4648, section 6. */
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;
    private final Clock clock;
    private long last;

    /**
     * @param base32 the secret as it is told to people
     * @throws IllegalArgumentException if it is none
     */
    public Authenticator(String base32, Clock clock) {
        this.secret = decode(base32);
        this.clock = clock;
    }

    /**
     * The next code: that of now or, if it was shown, of the step that follows, which a platform takes as well. For a third one waits, half a
     * minute at most.
     *
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public String next() throws InterruptedException {
        while (last > step()) {
            TimeUnit.MILLISECONDS.sleep(last * STEP_MILLIS - clock.millis());
        }
        last = Math.max(step(), last + 1);
        return code(last);
    }

    private long step() {
        return Math.floorDiv(clock.millis(), STEP_MILLIS);
    }

    private String code(long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            // RFC 4226, section 5.3
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % MODULUS);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What is left of the last byte is padding. */
    private static byte[] decode(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (char letter : base32.toUpperCase(Locale.ROOT).toCharArray()) {
            int value = ALPHABET.indexOf(letter);
            if (value < 0) {
                throw new IllegalArgumentException("no secret of an authenticator");
            }
            held = (held << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(held >>> bits);
            }
        }
        if (bytes.size() == 0) {
            throw new IllegalArgumentException("no secret of an authenticator");
        }
        return bytes.toByteArray();
    }
}
