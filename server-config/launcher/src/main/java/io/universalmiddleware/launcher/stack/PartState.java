package io.universalmiddleware.launcher.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * How one part of an installation is, seen from outside.
 *
 * @param words its state for people
 */
public record PartState(String name, String address, boolean up, String words) {
    private static final int PATIENCE_MILLIS = 1000;

    /** All parts, asked now. Takes some seconds for each that does not answer. */
    public static List<PartState> of(Stack stack) {
        Addresses at = stack.addresses();
        List<PartState> states = new ArrayList<>();
        stack.platforms().forEach(platform -> states.addAll(of(platform)));
        states.add(listening(
                "PostgreSQL",
                URI.create(at.postgres().replaceFirst("^jdbc:", "")),
                at.postgres(),
                origin(stack.postgres().isPresent())));
        states.add(listening(
                "Kafka",
                URI.create("kafka://" + at.kafka().split(",", -1)[0]),
                at.kafka(),
                origin(stack.kafka().isPresent())));
        states.add(listening(
                "Redis",
                URI.create(at.redis()),
                at.redis().replaceFirst("//[^@/]*@", "//"),
                origin(stack.redis().isPresent())));
        return states;
    }

    /** The process by where it is reached, then the further listeners that it has. */
    private static List<PartState> of(Platform platform) {
        List<PartState> states = new ArrayList<>();
        String missing = platform.waitsFor();
        String words = missing.isEmpty() ? "ready" : "waits for " + missing;
        URI reached = platform.edge().orElse(platform.http());
        states.add(new PartState(platform.name(), reached.toString(), missing.isEmpty(), words));
        platform.edge()
                .ifPresent(edge -> states.add(
                        listening("  server", platform.http(), platform.http().toString(), "")));
        platform.hub().ifPresent(hub -> states.add(listening("  hub", hub, webSocket(platform, hub), "")));
        return states;
    }

    /** Clients come through the edge of the same process, if it has one. */
    private static String webSocket(Platform platform, URI hub) {
        return "ws://" + platform.edge().orElse(hub).getAuthority() + "/connection/websocket";
    }

    private static String origin(boolean embedded) {
        return embedded ? ", embedded" : ", external";
    }

    private static PartState listening(String name, URI where, String address, String remark) {
        boolean up = connects(where);
        return new PartState(name, address, up, (up ? "up" : "down") + remark);
    }

    private static boolean connects(URI where) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(where.getHost(), where.getPort()), PATIENCE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException refused) {
            return false;
        }
    }
}
