package io.universalmiddleware.gateway.identity.password;

import java.time.Duration;

/** Hashes that cost next to nothing, for tests that are about something else; what a hash costs is a matter of PasswordsTest. */
public final class CheapHashes {
    /** The memory of one, in KiB. */
    private static final int MEMORY = 64;

    private CheapHashes() {}

    public static HashSettings settings() {
        return new HashSettings(15, MEMORY, 1, 4, Duration.ofMinutes(1));
    }
}
