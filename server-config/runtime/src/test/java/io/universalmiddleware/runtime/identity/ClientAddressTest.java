package io.universalmiddleware.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
    @Test
    void theClientStandsBeforeTheProxiesThatTheEdgeBelieves() {
        assertThat(ClientAddress.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(ClientAddress.of(" 192.0.2.7 , 198.51.100.1, 198.51.100.2")).isEqualTo("192.0.2.7");
        assertThat(ClientAddress.of("2001:db8::7, 198.51.100.1")).isEqualTo("2001:db8::7");
    }

    @Test
    void whateverElseIsSaidIsShort() {
        assertThat(ClientAddress.of(null)).isEmpty();
        assertThat(ClientAddress.of("")).isEmpty();
        assertThat(ClientAddress.of(",")).isEmpty();
        assertThat(ClientAddress.of("x".repeat(1_000))).hasSize(100);
    }
}
