package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.stores.Ports;
import io.universalmiddleware.stores.StoreException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks, before anything starts, whether the ports that a stack will listen on are free. */
public final class PortCheck {
    private static final Map<Setting<Integer>, String> EMBEDDED = Map.of(
            LauncherSettings.POSTGRES_PORT, LauncherSettings.POSTGRES_URL,
            LauncherSettings.KAFKA_PORT, LauncherSettings.KAFKA_SERVERS,
            LauncherSettings.REDIS_PORT, LauncherSettings.REDIS_URL,
            LauncherSettings.MAIL_PORT, LauncherSettings.MAIL_URL);

    private PortCheck() {}

    /** A line for each taken port, with its cure. */
    public static List<String> complaints(Configuration configuration, Layout layout) {
        Stream<Used> platform = NodePlan.of(layout, configuration).stream()
                .flatMap(node -> node.ports().entrySet().stream())
                .map(port -> new Used(port.getKey(), port.getValue()));
        Stream<Used> stores = EMBEDDED.entrySet().stream()
                .filter(store -> configuration.find(store.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .map(port -> new Used(configuration.get(port), port.key()));
        return Stream.concat(platform, stores)
                .filter(used -> !Ports.isFree(used.port()))
                .map(Used::complaint)
                .sorted()
                .toList();
    }

    /** @param key with which it is moved */
    private record Used(int port, String key) {
        String complaint() {
            return "Port %d is taken: end what listens there (ss -ltnp 'sport = :%d'), or set %s to another"
                    .formatted(port, port, key);
        }
    }

    static void requireFree(Configuration configuration, Layout layout) {
        List<String> complaints = complaints(configuration, layout);
        if (!complaints.isEmpty()) {
            throw new StoreException(String.join("\n", complaints));
        }
    }
}
