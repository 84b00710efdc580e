package io.universalmiddleware.gateway.identity.factor;

import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;

/**
 * A recovery code stands in for an authenticator, once: 120 random bits in base32, in groups of four. It cannot be guessed, so that its
 * SHA-256 suffices to know it by. Its owner may write it in any case, with or without dashes and blanks.
 */
record RecoveryCode(String text) {
    /** How many an account gets. */
    static final int EACH = 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 15;
    private static final int GROUP = 4;

    static List<RecoveryCode> generate() {
        return Stream.generate(RecoveryCode::next).limit(EACH).toList();
    }

    private static RecoveryCode next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        String letters = Base32.toBase32String(random).toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters.length(); i += GROUP) {
            text.append(i == 0 ? "" : "-").append(letters, i, i + GROUP);
        }
        return new RecoveryCode(text.toString());
    }

    /** What is kept of it. */
    byte[] hash() {
        return OpaqueToken.sha256(text.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT));
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "recovery code";
    }
}
