package io.universalmiddleware.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServersTest {
    @Test
    void areAddressesInTheirOrderWithAPortOrTheUsualOne() {
        assertThat(NameServers.parse("10.0.0.2, 127.0.0.1:8600,[fd00::2],[fd00::2]:5353")
                        .addresses())
                .containsExactly(
                        new InetSocketAddress("10.0.0.2", 53),
                        new InetSocketAddress("127.0.0.1", 8600),
                        new InetSocketAddress("fd00::2", 53),
                        new InetSocketAddress("fd00::2", 5353));
        assertThat(NameServers.parse("")).isEqualTo(NameServers.OF_THE_MACHINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns.example",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.2:0",
                "10.0.0.2:65536",
                "fd00::2",
                "[fd00::2",
                "10.0.0.2:",
                "10.0.0.2/8"
            })
    void nothingElseIsTaken(String text) {
        assertThatThrownBy(() -> NameServers.parse(text)).hasMessageContaining("expected an address such as");
    }
}
