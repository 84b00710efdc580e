package io.universalmiddleware.hub.endpoint;

import io.universalmiddleware.hub.connection.OriginRule;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps what a handshake said of origin and host for the session that follows.
 *
 * <p>{@link #checkOrigin} does not know the host, so it lets all pass and the endpoint decides. Each handshake has user properties
 * of its own (Jakarta WebSocket 2.1, section 3.1.6).
 */
public class HubHandshake extends ServerEndpointConfig.Configurator {
    private static final String ORIGIN = "um.hub.origin";
    private static final String HOSTS = "um.hub.hosts";

    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        Set<String> hosts = new HashSet<>();
        String origin = "";
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            switch (header.getKey().toLowerCase(Locale.ROOT)) {
                case "host", "x-forwarded-host" -> hosts.addAll(header.getValue());
                case "origin" -> origin = String.join(",", header.getValue());
                default -> {}
            }
        }
        config.getUserProperties().put(ORIGIN, origin);
        config.getUserProperties().put(HOSTS, hosts);
    }

    /** Whether a page of the handshake's origin may connect. */
    static boolean allowed(OriginRule rule, EndpointConfig config) {
        Object origin = config.getUserProperties().get(ORIGIN);
        Set<String> hosts = new HashSet<>();
        if (config.getUserProperties().get(HOSTS) instanceof Set<?> given) {
            given.forEach(host -> hosts.add(host.toString()));
        }
        return rule.allows(origin == null || origin.equals("") ? null : origin.toString(), hosts);
    }
}
