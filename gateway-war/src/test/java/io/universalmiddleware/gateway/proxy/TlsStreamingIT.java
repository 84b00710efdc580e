package io.universalmiddleware.gateway.proxy;

import org.junit.jupiter.api.BeforeAll;

/** Streams over TLS: the same contract. */
class TlsStreamingIT extends StreamingIT {
    @BeforeAll
    static void secure() {
        fixture.overTls();
    }
}
