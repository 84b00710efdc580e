package io.universalmiddleware.gateway.proxy;

import org.junit.jupiter.api.BeforeAll;

/** Tunnels over TLS: the same contract. */
class TlsTunnelIT extends TunnelIT {
    @BeforeAll
    static void secure() {
        fixture.overTls();
    }
}
