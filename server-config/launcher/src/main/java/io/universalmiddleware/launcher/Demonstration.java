package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.launcher.demo.DemoPlan;
import io.universalmiddleware.launcher.stack.Configuration;

/** The tenant that one tries things with, and its administrator. */
final class Demonstration {
    static final String TENANT = "demo";
    static final String USER = "admin";

    private Demonstration() {}

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
