package io.universalmiddleware.gateway.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The special networks are those in which no public server is: what the IANA registries of special-purpose addresses
 * (RFC 6890) list, multicast, and the addresses behind which clouds keep their metadata.
 */
final class SpecialNetworks {
    private record Special(Network network, String name) {}

    private static final List<Special> ALL = List.of(
            special("0.0.0.0/8", "unspecified"),
            special("10.0.0.0/8", "private"),
            special("100.64.0.0/10", "shared (CGNAT)"),
            special("127.0.0.0/8", "loopback"),
            special("168.63.129.16/32", "cloud metadata"),
            special("169.254.0.0/16", "link-local"),
            special("172.16.0.0/12", "private"),
            special("192.0.0.0/24", "reserved"),
            special("192.0.2.0/24", "documentation"),
            special("192.88.99.0/24", "6to4 relay"),
            special("192.168.0.0/16", "private"),
            special("198.18.0.0/15", "benchmarking"),
            special("198.51.100.0/24", "documentation"),
            special("203.0.113.0/24", "documentation"),
            special("224.0.0.0/4", "multicast"),
            special("240.0.0.0/4", "reserved"),
            // ::ffff:0:0/96 is not here: Java reads it as the IPv4 address that it carries
            special("::/96", "unspecified, loopback or IPv4-compatible"),
            special("::ffff:0:0:0/96", "IPv4-translated"),
            special("64:ff9b::/96", "NAT64"),
            special("64:ff9b:1::/48", "NAT64"),
            special("100::/64", "discard"),
            special("2001::/23", "reserved or Teredo"),
            special("2001:db8::/32", "documentation"),
            special("2002::/16", "6to4"),
            special("3fff::/20", "documentation"),
            special("5f00::/16", "segment routing"),
            special("fc00::/7", "private"),
            special("fe80::/10", "link-local"),
            special("fec0::/10", "site-local"),
            special("ff00::/8", "multicast"));

    private SpecialNetworks() {}

    /** What is special about the address; empty if nothing is. */
    static Optional<String> nameOf(InetAddress address) {
        return ALL.stream()
                .filter(special -> special.network().contains(address))
                .map(Special::name)
                .findFirst();
    }

    private static Special special(String network, String name) {
        return new Special(Network.parse(network), name);
    }
}
