package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Setting;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A node plan is one process of the platform: what it is called, and what it is configured with beyond the others.
 *
 * @param settings values by key, among them a port for each of its listeners
 * @param movedBy by the key of a port, the key with which people move it
 */
record NodePlan(String name, Map<String, String> settings, Map<String, String> movedBy) {
    private static final String EDGE = LauncherSettings.EDGE_PORT.key();
    private static final String EDGE_TLS = LauncherSettings.EDGE_TLS_PORT.key();
    private static final String HTTP = LauncherSettings.HTTP_PORT.key();
    private static final String HUB = LauncherSettings.HUB_PORT.key();

    NodePlan {
        settings = Map.copyOf(settings);
        movedBy = Map.copyOf(movedBy);
    }

    /** The processes of a layout; the first has the edge. */
    static List<NodePlan> of(Layout layout, Configuration configuration) {
        return layout.split()
                ? split(configuration)
                : IntStream.range(0, layout.nodes())
                        .mapToObj(further -> full(further, configuration))
                        .toList();
    }

    /** The application server's own listener. */
    URI http() {
        return listener(HTTP).orElseThrow();
    }

    Optional<URI> edge() {
        return listener(EDGE);
    }

    Optional<URI> hub() {
        return listener(HUB);
    }

    /** Its ports, and for each the key with which people move it. */
    Map<Integer, String> ports() {
        Map<Integer, String> ports = new TreeMap<>();
        movedBy.forEach((key, by) -> ports.put(port(key), by));
        return ports;
    }

    private static NodePlan full(int further, Configuration configuration) {
        int offset = further * configuration.get(LauncherSettings.NODE_PORT_STEP);
        int http = configuration.get(LauncherSettings.HTTP_PORT) + offset;
        int hub = configuration.get(LauncherSettings.HUB_PORT) + offset;
        String by = LauncherSettings.NODE_PORT_STEP.key();
        NodePlan plan = new NodePlan(
                further == 0 ? "platform" : "platform-" + (further + 1),
                Map.of(
                        EDGE,
                        Integer.toString(configuration.get(LauncherSettings.EDGE_PORT) + offset),
                        HTTP,
                        Integer.toString(http),
                        HUB,
                        Integer.toString(hub),
                        "um.edge.platform-url",
                        local(http),
                        "um.edge.hub-url",
                        local(hub)),
                further == 0 ? Map.of(EDGE, EDGE, HTTP, HTTP, HUB, HUB) : Map.of(EDGE, by, HTTP, by, HUB, by));
        return plan.withTls(configuration, offset, further == 0 ? EDGE_TLS : by);
    }

    /** With the edge's second listener, which it has where a certificate is configured. */
    private NodePlan withTls(Configuration configuration, int offset, String by) {
        if (configuration.find(LauncherSettings.EDGE_CERTIFICATE).isEmpty()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.put(EDGE_TLS, Integer.toString(configuration.get(LauncherSettings.EDGE_TLS_PORT) + offset));
        Map<String, String> moved = new TreeMap<>(movedBy);
        moved.put(EDGE_TLS, by);
        return new NodePlan(name, all, moved);
    }

    private static List<NodePlan> split(Configuration configuration) {
        int hub = configuration.get(LauncherSettings.HUB_PORT);
        Map<String, String> edge = Map.of(
                EDGE,
                Integer.toString(configuration.get(LauncherSettings.EDGE_PORT)),
                "um.edge.platform-url",
                local(configuration.get(LauncherSettings.HTTP_PORT)),
                "um.edge.command-url",
                local(configuration.get(LauncherSettings.COMMAND_PORT)),
                "um.edge.processor-url",
                local(configuration.get(LauncherSettings.PROCESSOR_PORT)),
                "um.edge.cache-url",
                local(configuration.get(LauncherSettings.CACHE_PORT)),
                "um.edge.hub-url",
                local(hub));
        return List.of(
                role(Role.GATEWAY, configuration, LauncherSettings.HTTP_PORT, edge, Map.of(EDGE, EDGE))
                        .withTls(configuration, 0, EDGE_TLS),
                role(Role.COMMAND, configuration, LauncherSettings.COMMAND_PORT, Map.of(), Map.of()),
                role(Role.PROCESSOR, configuration, LauncherSettings.PROCESSOR_PORT, Map.of(), Map.of()),
                role(Role.CACHE, configuration, LauncherSettings.CACHE_PORT, Map.of(), Map.of()),
                role(
                        Role.HUB,
                        configuration,
                        LauncherSettings.HUB_HTTP_PORT,
                        Map.of(HUB, Integer.toString(hub)),
                        Map.of(HUB, HUB)));
    }

    private static NodePlan role(
            Role role,
            Configuration configuration,
            Setting<Integer> http,
            Map<String, String> settings,
            Map<String, String> movedBy) {
        String name = role.name().toLowerCase(Locale.ROOT);
        Map<String, String> all = new TreeMap<>(settings);
        all.put(Roles.SETTING.key(), name);
        all.put(HTTP, Integer.toString(configuration.get(http)));
        Map<String, String> moved = new TreeMap<>(movedBy);
        moved.put(HTTP, http.key());
        return new NodePlan(name, all, moved);
    }

    private Optional<URI> listener(String key) {
        return movedBy.containsKey(key) ? Optional.of(URI.create(local(port(key)))) : Optional.empty();
    }

    private int port(String key) {
        return Integer.parseInt(Optional.ofNullable(settings.get(key)).orElseThrow());
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port;
    }
}
