package io.universalmiddleware.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final Authority HOST = new Authority("a.example", 8080);

    @Test
    void believesNothingThatAStrangerSays() {
        Forwarding.Told told =
                new Forwarding(0).tell("192.0.2.7", "http", HOST, List.of("203.0.113.1"), "https", "evil.example");

        assertThat(told.client()).isEqualTo("192.0.2.7");
        assertThat(told.forwardedFor()).isEqualTo("192.0.2.7");
        assertThat(told.protocol()).isEqualTo("http");
        assertThat(told.host()).isEqualTo("a.example:8080");
        assertThat(told.forwarded()).isEqualTo("for=192.0.2.7;host=\"a.example:8080\";proto=http");
    }

    @Test
    void believesAsManyEntriesAsThereAreProxiesInFront() {
        Forwarding.Told told = new Forwarding(2)
                .tell("10.0.0.2", "http", HOST, List.of("6.6.6.6, 203.0.113.9", "10.0.0.1"), "https", "shop.example");

        assertThat(told.client()).isEqualTo("203.0.113.9");
        assertThat(told.forwardedFor()).isEqualTo("203.0.113.9, 10.0.0.1, 10.0.0.2");
        assertThat(told.protocol()).isEqualTo("https");
        assertThat(told.host()).isEqualTo("shop.example");
        assertThat(told.port()).isEqualTo(443);
    }

    @Test
    void stopsBelievingAtWhatIsNotAnAddress() {
        Forwarding.Told told =
                new Forwarding(3).tell("10.0.0.2", "http", HOST, List.of("1.2.3.4, evil\", 10.0.0.1"), null, null);

        assertThat(told.forwardedFor()).isEqualTo("10.0.0.1, 10.0.0.2");
    }

    @Test
    void quotesAddressesOfVersionSix() {
        assertThat(new Forwarding(0)
                        .tell("2001:db8::1", "http", HOST, List.of(), null, null)
                        .forwarded())
                .startsWith("for=\"[2001:db8::1]\"");
    }

    @Property
    void whatIsToldMayAlwaysBeEmitted(
            @ForAll @IntRange(max = 3) int hops, @ForAll String said, @ForAll String protocol, @ForAll String host) {
        Forwarding.Told told = new Forwarding(hops).tell("192.0.2.7", "http", HOST, List.of(said), protocol, host);

        assertThat(FieldSyntax.isValue(told.forwardedFor())).isTrue();
        assertThat(FieldSyntax.isValue(told.forwarded())).isTrue();
        assertThat(FieldSyntax.isValue(told.host())).isTrue();
        assertThat(FieldSyntax.isValue(told.protocol())).isTrue();
    }
}
