package io.universalmiddleware.launcher.stack;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the parts of a stack are; with several processes, of the first that has such a part.
 *
 * @param edge where everything comes in
 * @param http the application server's own listener
 * @param hub the hub's own listener
 * @param postgres JDBC URL
 * @param kafka bootstrap servers
 */
public record Addresses(
        URI edge,
        URI http,
        URI hub,
        String postgres,
        String postgresUser,
        String postgresPassword,
        String kafka,
        String redis) {

    /** The hub's WebSocket address for clients, through the edge. */
    public URI webSocket() {
        return URI.create("ws://" + edge.getAuthority() + "/connection/websocket");
    }

    /** What every process of the platform has to be told, as environment variables. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("UM_POSTGRES_URL", postgres);
        variables.put("UM_POSTGRES_USER", postgresUser);
        variables.put("UM_POSTGRES_PASSWORD", postgresPassword);
        variables.put("UM_KAFKA_BOOTSTRAP_SERVERS", kafka);
        variables.put("UM_REDIS_URL", redis);
        return variables;
    }
}
