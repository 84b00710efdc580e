package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginRuleTest {
    private static final Set<String> HOSTS = Set.of("hub.example.org:8443");
    private final OriginRule rule = new OriginRule(Set.of("https://app.example.org"));

    @Test
    void takesTheSameHostThisMachineAndListedOrigins() {
        assertThat(rule.allows(null, HOSTS)).isTrue();
        assertThat(rule.allows("https://hub.example.org:8443", HOSTS)).isTrue();
        assertThat(rule.allows("https://App.Example.org", HOSTS)).isTrue();
        assertThat(rule.allows("http://localhost:3000", HOSTS)).isTrue();
        assertThat(rule.allows("http://acme.localhost:8080", HOSTS)).isTrue();
        assertThat(rule.allows("http://127.0.0.1", HOSTS)).isTrue();
        assertThat(rule.allows("http://[::1]:3000", HOSTS)).isTrue();
    }

    @Test
    void refusesAllOthers() {
        for (String foreign : new String[] {
            "https://evil.example",
            "https://hub.example.org",
            "https://hub.example.org:8443.evil.example",
            "https://localhost.evil.example",
            "https://evil.example#localhost",
            "http://app.example.org",
            "null",
            "",
            "//",
            "https://",
            "\u0000",
            "https://user@localhost.evil.example"
        }) {
            assertThat(rule.allows(foreign, HOSTS)).as(foreign).isFalse();
        }
    }

    @Test
    void aStarTakesAny() {
        assertThat(new OriginRule(Set.of("*")).allows("https://evil.example", HOSTS))
                .isTrue();
    }
}
