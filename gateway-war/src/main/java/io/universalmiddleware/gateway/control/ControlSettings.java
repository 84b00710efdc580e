package io.universalmiddleware.gateway.control;

import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this node follows the configuration.
 *
 * @param node what it is called
 * @param snapshotFile where it keeps what it served last
 * @param poll how often it looks for a revision at least
 * @param changeWait how long a change waits until this node serves it
 * @param operator the tenant whose administrators manage every tenant
 */
record ControlSettings(String node, Optional<Path> snapshotFile, Duration poll, Duration changeWait, String operator) {
    static final Setting<String> NODE = Setting.optionalText(
            "um.edge.node-name",
            "What the node is called in /admin/v1/nodes, unique among nodes; by default its host and the edge's port.");
    static final Setting<String> SNAPSHOT_FILE = Setting.optionalText(
            "um.edge.snapshot-file",
            "File that keeps what the node served last, with which it starts while PostgreSQL is away; without it nothing is kept.");
    static final Setting<Duration> POLL = Setting.duration(
            "um.edge.configuration-poll",
            "250ms",
            Duration.ofMillis(10),
            Duration.ofMinutes(1),
            "Longest pause between two looks for changes of the configuration that other nodes made.");
    static final Setting<Duration> CHANGE_WAIT = Setting.duration(
            "um.edge.change-wait",
            "2s",
            Duration.ZERO,
            Duration.ofSeconds(30),
            "How long the answer to a change of the configuration waits until the answering node serves it.");

    /** @param port the edge's, for the node's name */
    static ControlSettings from(Settings settings, int port) {
        return new ControlSettings(
                settings.find(NODE).orElseGet(() -> hostName() + ':' + port),
                settings.find(SNAPSHOT_FILE).map(Path::of),
                settings.get(POLL),
                settings.get(CHANGE_WAIT),
                settings.get(OperatorTenant.SETTING));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Control plane";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(NODE, SNAPSHOT_FILE, POLL, CHANGE_WAIT);
        }
    }
}
