package io.universalmiddleware.backends;

import java.security.SecureRandom;

/** The word that a test's topics and keys begin with; unique in shared stores. */
final class TestPrefix {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String value = "t" + Integer.toHexString(0x1000_0000 | (RANDOM.nextInt() >>> 4));

    String value() {
        return value;
    }
}
