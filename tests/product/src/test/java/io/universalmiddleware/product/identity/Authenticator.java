package io.universalmiddleware.product.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.bouncycastle.util.encoders.Base32;

/** An authenticator with one secret, as on a telephone (RFC 6238), that shows no code twice. */
final class Authenticator {
    private static final int STEP = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final byte[] secret;
    private final Clock clock = Clock.systemUTC();
    private long last;

    /** @param base32 the secret as it is told to people */
    Authenticator(String base32) {
        this.secret = Base32.decode(base32);
    }

    /** The next code: that of now or, if it was shown, of the step that follows, which the platform takes as well; waits for a third. */
    String next() {
        Awaitility.await("a step that was not shown").atMost(PATIENCE).until(() -> now() + 1 > last);
        last = Math.max(now(), last + 1);
        return code(last);
    }

    private long now() {
        return clock.instant().getEpochSecond() / STEP;
    }

    private String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
