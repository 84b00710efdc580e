package io.universalmiddleware.contracts.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.id.TenantId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubChannelTest {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void theSameNameOfTwoTenantsIsTwoChannels() {
        assertThat(new HubChannel(ACME, "room").id()).isEqualTo("acme/room");
        assertThat(new HubChannel(new TenantId("zeta"), "room").id()).isNotEqualTo("acme/room");
        assertThat(HubChannel.parse("acme/a/b")).isEqualTo(new HubChannel(ACME, "a/b"));
    }

    @Test
    void theNamespaceIsTheTextBeforeTheFirstColon() {
        assertThat(new HubChannel(ACME, "progress:ann:java").namespace()).isEqualTo("progress");
        assertThat(new HubChannel(ACME, "room").namespace()).isEqualTo("room");
    }

    @Test
    void refusesNamesThatAreEmptyTooLongOrHaveControlCharacters() {
        assertThat(HubChannel.isValid("")).isFalse();
        assertThat(HubChannel.isValid("a\nb")).isFalse();
        assertThat(HubChannel.isValid("é".repeat(128))).isFalse();
        assertThat(HubChannel.isValid("é".repeat(127))).isTrue();
        assertThat(HubChannel.isValid("\ud800")).isFalse();
    }

    @Test
    void aPublicationIsOneLineOfJson() {
        HubPublication publication =
                HubPublication.of("{\n\"a\":1}", Map.of("note", "a \"b\"\n"), Instant.ofEpochMilli(7));

        assertThat(publication.json())
                .isEqualTo("{\"data\":{ \"a\":1},\"tags\":{\"note\":\"a \\\"b\\\"\\u000a\"},\"time\":7}");
    }

    @Test
    void readsWhatTheScriptSends() {
        HubMessage message = HubMessage.parse("P e1 12 acme/my room\n{\"data\":1}");

        assertThat(message)
                .isEqualTo(new HubMessage(
                        HubMessage.Kind.PUBLICATION, "e1", 12, new HubChannel(ACME, "my room"), "{\"data\":1}"));
        assertThatThrownBy(() -> HubMessage.parse("hello")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HubMessage.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
