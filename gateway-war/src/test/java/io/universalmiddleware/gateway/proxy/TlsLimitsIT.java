package io.universalmiddleware.gateway.proxy;

import org.junit.jupiter.api.BeforeAll;

/** Limits over TLS: the same contract. */
class TlsLimitsIT extends LimitsIT {
    @BeforeAll
    static void secure() {
        fixture.overTls();
    }
}
