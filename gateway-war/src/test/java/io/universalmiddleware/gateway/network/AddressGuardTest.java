package io.universalmiddleware.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard closed = new AddressGuard(AllowedNetworks.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "168.63.129.16",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:10.0.0.1",
                "[::ffff:0:a9fe:a9fe]",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "[::1]",
                "[fd00::1]"
            })
    void refusesWhatIsInsideTheHouse(String address) {
        assertThat(closed.refusal(address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "::ffff:1.1.1.1",
                "[2606:4700:4700::1111]"
            })
    void letsPublicAddressesPass(String address) {
        assertThat(AddressGuard.literal(address)).isPresent();
        assertThat(closed.refusal(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "256.1.1.1",
                "1.2.3.4.5",
                "example.org",
                "",
                "1.1.1.1."
            })
    void takesNothingElseForAnAddress(String host) {
        assertThat(AddressGuard.literal(host)).isEmpty();
    }

    @Test
    void whatIsAllowedIsOpenAndNothingBesideIt() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(AllowedNetworks.parse("127.0.0.0/8, 10.1.0.0/16,fd00:1::/32"));

        assertThat(guard.refusal("127.0.0.1")).isEmpty();
        assertThat(guard.refusal("::ffff:127.0.0.1")).isEmpty();
        assertThat(guard.refusal("10.1.255.1")).isEmpty();
        assertThat(guard.refusal("10.2.0.1")).isPresent();
        assertThat(guard.refusal("fd00:1::5")).isEmpty();
        assertThat(guard.refusal("fd00:2::5")).isPresent();
        assertThat(guard.refusal("::1")).isPresent();
        assertThat(guard.refusal(InetAddress.getByName("169.254.169.254"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/",
                "10.0.0.1/8",
                "ten/8",
                "fd00::/129",
                "/8",
                "::g/8"
            })
    void aNetworkThatIsNoneIsSaid(String text) {
        assertThatThrownBy(() -> AllowedNetworks.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aNetworkHasTheAddressesThatShareItsPrefix(
            @ForAll @Size(4) byte[] network,
            @ForAll @Size(4) byte[] address,
            @ForAll @IntRange(min = 0, max = 32) int bits)
            throws UnknownHostException {
        byte[] masked = network.clone();
        for (int bit = bits; bit < 32; bit++) {
            masked[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
        }
        boolean same = true;
        for (int bit = 0; bit < bits; bit++) {
            int at = 7 - bit % 8;
            same &= (masked[bit / 8] >> at & 1) == (address[bit / 8] >> at & 1);
        }

        Network parsed = Network.parse(InetAddress.getByAddress(masked).getHostAddress() + "/" + bits);

        assertThat(parsed.contains(InetAddress.getByAddress(address))).isEqualTo(same);
    }
}
