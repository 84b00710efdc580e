package io.universalmiddleware.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelConfigTest {
    private static final String COMMANDS = "mp.messaging.incoming.commands.";
    private static final String EVENTS = "mp.messaging.incoming.events.";
    private static final String WEBHOOKS = "mp.messaging.incoming.webhooks.";

    @Test
    void putsThePrefixBeforeTopicsAndGroups() {
        var config = config(Map.of("um.kafka.topic-prefix", "blue.", "um.kafka.bootstrap-servers", "k:1"));

        assertThat(config)
                .containsEntry(COMMANDS + "topic", "blue.commands")
                .containsEntry(COMMANDS + "group.id", "blue.processor")
                .containsEntry(EVENTS + "topic", "blue.events")
                .containsEntry(EVENTS + "group.id", "blue.cache")
                .containsEntry(EVENTS + "bootstrap.servers", "k:1")
                .containsEntry(WEBHOOKS + "topic", "blue.events")
                .containsEntry(WEBHOOKS + "group.id", "blue.webhooks");
    }

    @Test
    void consumesOnlyInItsRole() {
        var config = config(Map.of("um.roles", "gateway,processor"));

        assertThat(config)
                .containsEntry(COMMANDS + "enabled", "true")
                .containsEntry(EVENTS + "enabled", "false")
                .containsEntry(WEBHOOKS + "enabled", "true");
    }

    @Test
    void losesNoRecordByItself() {
        assertThat(config(Map.of()))
                .containsEntry(COMMANDS + "failure-strategy", "fail")
                .containsEntry(COMMANDS + "auto.offset.reset", "earliest")
                .containsEntry(COMMANDS + "commit-strategy", "throttled");
    }

    @Test
    void yieldsToEveryOtherSource() {
        assertThat(new ChannelConfigSource().getOrdinal()).isLessThan(100);
    }

    private static Map<String, String> config(Map<String, String> settings) {
        return ChannelConfig.of(new Settings(key -> Optional.ofNullable(settings.get(key))));
    }
}
