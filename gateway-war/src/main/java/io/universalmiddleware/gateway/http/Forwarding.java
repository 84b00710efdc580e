package io.universalmiddleware.gateway.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Forwarding tells an origin who asked, over what and for which host ({@code Forwarded}, RFC 7239, and the older
 * {@code X-Forwarded-*}).
 *
 * <p>What a stranger says about itself is dropped. Only when the edge stands behind configured proxies are the last
 * entries of {@code X-Forwarded-For} believed, as many as there are proxies, and the protocol and host that the
 * nearest of them names.
 *
 * @param trustedHops how many proxies stand in front of the edge; 0 if clients connect to it themselves
 */
public record Forwarding(int trustedHops) {

    /**
     * What an origin is told.
     *
     * @param client the address of the first party that is believed
     * @param forwardedFor {@code X-Forwarded-For}
     * @param forwarded {@code Forwarded}
     */
    public record Told(String client, String forwardedFor, String protocol, String host, int port, String forwarded) {}

    /**
     * Derives what an origin is told.
     *
     * @param peer the address at the other end of the connection
     * @param protocol over which the request came to the edge
     * @param host to which it is addressed
     * @param saidFor every {@code X-Forwarded-For} value that the request brought
     * @param saidProtocol the last {@code X-Forwarded-Proto} that it brought
     * @param saidHost the last {@code X-Forwarded-Host} that it brought
     */
    public Told tell(
            String peer,
            String protocol,
            Authority host,
            List<String> saidFor,
            @Nullable String saidProtocol,
            @Nullable String saidHost) {
        if (trustedHops == 0) {
            return told(peer, peer, nodes(List.of(peer)), protocol, host);
        }
        Deque<String> chain = believed(saidFor);
        chain.addLast(peer);
        return told(
                chain.getFirst(),
                String.join(", ", chain),
                nodes(chain),
                saidProtocol == null ? protocol : protocolOf(saidProtocol, protocol),
                saidHost == null ? host : hostOf(saidHost, host));
    }

    private Deque<String> believed(List<String> saidFor) {
        String[] entries = String.join(",", saidFor).split(",");
        Deque<String> chain = new ArrayDeque<>();
        for (int i = entries.length - 1; i >= 0 && chain.size() < trustedHops; i--) {
            String entry = entries[i].strip();
            if (!isAddress(entry)) {
                break;
            }
            chain.addFirst(entry);
        }
        return chain;
    }

    private static Told told(String client, String forwardedFor, StringBuilder nodes, String protocol, Authority host) {
        int port = host.port() > 0 ? host.port() : protocol.equals("https") ? 443 : 80;
        String forwarded = nodes.append(";host=\"")
                .append(host)
                .append("\";proto=")
                .append(protocol)
                .toString();
        return new Told(client, forwardedFor, protocol, host.toString(), port, forwarded);
    }

    private static StringBuilder nodes(Iterable<String> chain) {
        StringBuilder nodes = new StringBuilder(64);
        for (String node : chain) {
            nodes.append(nodes.isEmpty() ? "for=" : ", for=");
            if (node.indexOf(':') >= 0) {
                nodes.append("\"[").append(node).append("]\"");
            } else {
                nodes.append(node);
            }
        }
        return nodes;
    }

    private static boolean isAddress(String entry) {
        for (int i = 0; i < entry.length(); i++) {
            char c = entry.charAt(i);
            if (c != '.' && c != ':' && (c > 127 || Character.digit(c, 16) < 0)) {
                return false;
            }
        }
        return entry.length() >= 2 && entry.length() <= 45 && (entry.indexOf('.') > 0 || entry.indexOf(':') >= 0);
    }

    private static String protocolOf(String said, String fallback) {
        String protocol = said.substring(said.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
        return protocol.equals("http") || protocol.equals("https") ? protocol : fallback;
    }

    private static Authority hostOf(String said, Authority fallback) {
        String host = said.substring(said.lastIndexOf(',') + 1).strip();
        return Authority.of(host) instanceof Checked.Usable<Authority> usable ? usable.value() : fallback;
    }
}
