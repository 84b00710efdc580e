package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
        "2001:db8:1:2::, 20010db800010002/64",
        "fe80::1%eth0, fe80000000000000/64",
        "::ffff:203.0.113.9, 203.0.113.9",
        "not:an:address, not:an:address",
        "unknown, unknown",
    })
    void countsIpv6ByItsNetwork(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @Test
    void addressesThatACustomerChoosesAtWillAreOne() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(ClientNetwork.of("2001:db8:0:7:" + Integer.toHexString(i) + "::" + Integer.toHexString(i)))
                    .isEqualTo("20010db800000007/64");
        }
    }
}
