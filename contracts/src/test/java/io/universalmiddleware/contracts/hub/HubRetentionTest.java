package io.universalmiddleware.contracts.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubRetentionTest {
    private static final HubChannel COMMAND = channel("command:0199-1");
    private static final HubChannel ROW = channel("progress:ann:java");

    @Test
    void theChannelsOfCommandsAreForgottenAfterAnHour() {
        HubRetention retention = retention(Map.of());

        assertThat(retention.position(COMMAND)).isEqualTo(Duration.ofHours(1));
        assertThat(retention.position(ROW)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aPositionOutlivesItsHistoryAndNoOtherPosition() {
        assertThat(retention(Map.of("um.hub.history-ttl", "2h")).position(COMMAND))
                .isEqualTo(Duration.ofHours(2));
        assertThat(retention(Map.of("um.hub.position-ttl", "30m")).position(COMMAND))
                .isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whichNamespacesAreBriefIsConfigured() {
        HubRetention retention = retention(Map.of("um.hub.brief-namespaces", "upload, progress"));

        assertThat(retention.position(ROW)).isEqualTo(Duration.ofHours(1));
        assertThat(retention.position(COMMAND)).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aPublicationCarriesTheAgeOfItsChannelsPosition() {
        HubPublication publication = HubPublication.of("{}", Map.of(), Instant.EPOCH);
        HubKeys keys = new HubKeys("um:");

        assertThat(HubScripts.publishArguments(keys, COMMAND, publication, retention(Map.of()), 1))
                .contains("3600000");
        assertThat(HubScripts.publishArguments(keys, ROW, publication, retention(Map.of()), 1))
                .contains("604800000");
    }

    private static HubRetention retention(Map<String, String> configured) {
        return HubRetention.from(new Settings(key -> Optional.ofNullable(configured.get(key))));
    }

    private static HubChannel channel(String name) {
        return new HubChannel(new TenantId("acme"), name);
    }
}
