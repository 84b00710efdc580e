package io.universalmiddleware.gateway.proxy;

import org.junit.jupiter.api.BeforeAll;

/** What is malformed over TLS: the same contract. */
class TlsMalformedRequestIT extends MalformedRequestIT {
    @BeforeAll
    static void secure() {
        fixture.overTls();
    }
}
