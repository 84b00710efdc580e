package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(Set.of("127.0.0.1", "::1", "10.1.0.0/16"));

    @Test
    void aTrustedProxySaysWhoItsClientIs() {
        assertThat(addresses.of("127.0.0.1", "203.0.113.9, 10.1.2.3")).isEqualTo("203.0.113.9");
        assertThat(addresses.of("10.1.200.7", " 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(addresses.of("127.0.0.1", null)).isEqualTo("127.0.0.1");
    }

    @Test
    void nobodyElseIsBelieved() {
        assertThat(addresses.of("10.2.0.1", "203.0.113.9")).isEqualTo("10.2.0.1");
        assertThat(addresses.of("127.0.0.1", "example.org")).isEqualTo("127.0.0.1");
        assertThat(addresses.of("127.0.0.1", "")).isEqualTo("127.0.0.1");
        assertThat(addresses.of("127.0.0.1", "9".repeat(4_000))).isEqualTo("127.0.0.1");
    }

    @Test
    void clientsOfOneIpv6NetworkAreOne() {
        String one = addresses.of("2001:db8:1:2:aaaa::1", null);

        assertThat(addresses.of("2001:db8:1:2:bbbb::2", null)).isEqualTo(one);
        assertThat(addresses.of("2001:db8:1:3::1", null)).isNotEqualTo(one);
        assertThat(addresses.of("0:0:0:0:0:0:0:1", "2001:db8:1:2::9")).isEqualTo(one);
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        for (String text : new String[] {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "", "999.1.1.1"}) {
            assertThatThrownBy(() -> new ClientAddress(Set.of(text)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
