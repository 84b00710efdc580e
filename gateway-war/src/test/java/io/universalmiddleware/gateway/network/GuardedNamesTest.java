package io.universalmiddleware.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GuardedNamesTest {
    private final Deque<List<InetAddress>> answers = new ArrayDeque<>();
    private final GuardedNames names = new GuardedNames(
            host -> CompletableFuture.completedFuture(answers.removeFirst()), new AddressGuard(AllowedNetworks.NONE));

    @Test
    void keepsOnlyTheAddressesThatMayBeConnectedTo() throws Exception {
        answers.add(List.of(address("10.0.0.1"), address("1.1.1.1"), address("::1")));

        assertThat(addresses("app.example")).containsExactly(address("1.1.1.1"));
    }

    @Test
    void aNameThatPointsInsideIsRefusedWithItsReason() throws Exception {
        answers.add(List.of(address("169.254.169.254")));

        assertThatThrownBy(() -> addresses("app.example"))
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("link-local");
    }

    /** What was checked is what is given, so a second answer has no chance to be connected to unchecked. */
    @Test
    void aNameThatTurnsInsideIsRefusedTheSecondTime() throws Exception {
        answers.add(List.of(address("1.1.1.1")));
        answers.add(List.of(address("127.0.0.1")));

        assertThat(addresses("rebinding.example")).containsExactly(address("1.1.1.1"));
        assertThatThrownBy(() -> addresses("rebinding.example")).hasMessageContaining("loopback");
    }

    @Test
    void whatItGivesHasNoNameThatCouldBeResolvedAgain() throws Exception {
        answers.add(List.of(InetAddress.getByAddress("app.example", new byte[] {1, 1, 1, 1})));

        assertThat(new java.net.InetSocketAddress(addresses("app.example").get(0), 80).getHostString())
                .isEqualTo("1.1.1.1");
    }

    @Test
    void anAddressIsNeverAskedFor() throws Exception {
        assertThat(addresses("1.1.1.1")).containsExactly(address("1.1.1.1"));
        assertThatThrownBy(() -> addresses("[::ffff:127.0.0.1]")).hasMessageContaining("loopback");
        assertThat(answers).isEmpty();
    }

    private List<InetAddress> addresses(String host) {
        return names.addresses(host).toCompletableFuture().join();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
