package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.launcher.demo.DemoPlan;
import io.universalmiddleware.launcher.stack.Configuration;
import io.universalmiddleware.launcher.stack.Stack;
import java.time.Duration;
import java.util.List;

/** The tenant that one tries things with, and its administrator. */
final class Demonstration {
    static final String TENANT = "demo";
    static final String USER = "admin";

    private Demonstration() {}

    static String token(Stack stack) {
        return stack.tokens().issue(USER, TENANT, List.of("admin", "user"), Duration.ofHours(1));
    }

    static DemoPlan plan(Configuration configuration, int learners, int lessons, int rate) {
        return new DemoPlan(
                learners,
                lessons,
                rate,
                TENANT,
                configuration.get(KafkaSettings.TOPIC_PREFIX),
                configuration.get(HubKeys.PREFIX));
    }
}
