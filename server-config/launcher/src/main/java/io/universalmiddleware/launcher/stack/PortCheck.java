package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.StoreException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks, before anything starts, whether the ports that a stack will listen on are free. */
public final class PortCheck {
    private static final Map<Setting<Integer>, String> OWN = Map.of(
            LauncherSettings.EDGE_PORT, "the edge",
            LauncherSettings.HTTP_PORT, "the application server",
            LauncherSettings.HUB_PORT, "the hub");
    private static final Map<Setting<Integer>, String> EMBEDDED = Map.of(
            LauncherSettings.POSTGRES_PORT, LauncherSettings.POSTGRES_URL,
            LauncherSettings.KAFKA_PORT, LauncherSettings.KAFKA_SERVERS,
            LauncherSettings.REDIS_PORT, LauncherSettings.REDIS_URL);

    private PortCheck() {}

    /** A line for each taken port, with its cure. */
    public static List<String> complaints(Configuration configuration) {
        return java.util.stream.Stream.concat(
                        OWN.keySet().stream(),
                        EMBEDDED.entrySet().stream()
                                .filter(store ->
                                        configuration.find(store.getValue()).isEmpty())
                                .map(Map.Entry::getKey))
                .filter(port -> !Ports.isFree(configuration.get(port)))
                .map(port -> "Port %d is taken: end what listens there (ss -ltnp 'sport = :%d'), or set %s to another"
                        .formatted(configuration.get(port), configuration.get(port), port.key()))
                .sorted()
                .toList();
    }

    static void requireFree(Configuration configuration) {
        List<String> complaints = complaints(configuration);
        if (!complaints.isEmpty()) {
            throw new StoreException(complaints.stream().collect(Collectors.joining("\n")));
        }
    }
}
