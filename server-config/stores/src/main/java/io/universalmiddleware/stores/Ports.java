package io.universalmiddleware.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** TCP ports on loopback. */
public final class Ports {
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port that nothing listens on now, and that this JVM was not given before. */
    public static int free() {
        return free(1, 0);
    }

    /** The first of so many such ports, each a step above the one before. */
    public static synchronized int free(int count, int step) {
        while (true) {
            int first = unused();
            List<Integer> ports = IntStream.range(0, count)
                    .mapToObj(further -> first + further * step)
                    .toList();
            if (ports.stream().allMatch(port -> port < 65_536 && !GIVEN.contains(port) && isFree(port))) {
                GIVEN.addAll(ports);
                return first;
            }
        }
    }

    /**
     * Any port below those that the system gives to outgoing connections (32768 on Linux): one of these could be taken by
     * a connection between the look and the use.
     */
    private static int unused() {
        return ThreadLocalRandom.current().nextInt(10_000, 32_000);
    }

    /** Whether nothing listens on the port of 127.0.0.1. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static void requireFree(String name, int port) {
        if (!isFree(port)) {
            throw new StoreException(
                    "Port %d is taken, and %s needs it: end what listens there (ss -ltnp 'sport = :%d'),"
                                    .formatted(port, name, port)
                            + " or choose another port");
        }
    }
}
