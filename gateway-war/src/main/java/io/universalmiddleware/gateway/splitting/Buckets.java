package io.universalmiddleware.gateway.splitting;

import java.nio.charset.StandardCharsets;

/** Buckets part callers evenly: each has one of {@value #COUNT}, the same every time. */
final class Buckets {
    /** So that a weight of 0.01 percent is one bucket. */
    static final int COUNT = 10_000;

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Buckets() {}

    /** The bucket of a text: FNV-1a (64 bit), then the finaliser of MurmurHash3. */
    static int of(String text) {
        long hash = OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xFF)) * PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) Long.remainderUnsigned(hash ^ hash >>> 33, COUNT);
    }
}
