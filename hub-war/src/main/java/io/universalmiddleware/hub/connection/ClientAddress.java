package io.universalmiddleware.hub.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose connection it is: the peer's address, or what a trusted proxy says of its client.
 *
 * <p>The edge is such a proxy: it has sorted out what to believe of {@code X-Forwarded-For}, and puts the client first. An IPv6
 * client is known by its first 64 bits, since it can choose the others.
 */
public final class ClientAddress {
    private static final int LONGEST = 45;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final List<Network> trusted;

    /**
     * @param trusted addresses, or networks such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one is neither
     */
    public ClientAddress(Set<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /** @param forwardedFor the header {@code X-Forwarded-For}, if any */
    public String of(String peer, @Nullable String forwardedFor) {
        String client = peer;
        if (forwardedFor != null && trusted.stream().anyMatch(network -> network.contains(peer))) {
            String first = forwardedFor.split(",", 2)[0].strip();
            client = isAddress(first) ? first : peer;
        }
        return client.contains(":") ? networkOf(client) : client;
    }

    private static String networkOf(String ipv6) {
        byte[] address = bytes(ipv6);
        return address.length == IPV6_BYTES ? Arrays.toString(Arrays.copyOf(address, NETWORK_BYTES)) : ipv6;
    }

    /** Only what cannot be a host name, so that nothing is looked up. */
    private static boolean isAddress(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && (text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                        || text.contains(":") && text.matches("[0-9a-fA-F:.]+"));
    }

    private static byte[] bytes(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        try {
            return isAddress(plain) ? InetAddress.getByName(plain).getAddress() : new byte[0];
        } catch (UnknownHostException invalid) {
            return new byte[0];
        }
    }

    /** A network by its first bits. */
    private record Network(List<Byte> address, int bits) {

        static Network parse(String text) {
            String[] parts = text.split("/", 2);
            byte[] address = ClientAddress.bytes(parts[0]);
            int most = address.length * Byte.SIZE;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (address.length == 0 || bits < 0 || bits > most) {
                throw new IllegalArgumentException("neither an address nor a network: " + text);
            }
            return new Network(list(address), bits);
        }

        boolean contains(String peer) {
            List<Byte> other = list(ClientAddress.bytes(peer));
            if (other.size() != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if ((other.get(bit / Byte.SIZE) & mask) != (address.get(bit / Byte.SIZE) & mask)) {
                    return false;
                }
            }
            return true;
        }

        private static List<Byte> list(byte[] bytes) {
            Byte[] boxed = new Byte[bytes.length];
            Arrays.setAll(boxed, i -> bytes[i]);
            return List.of(boxed);
        }
    }
}
