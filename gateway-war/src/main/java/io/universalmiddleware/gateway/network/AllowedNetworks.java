package io.universalmiddleware.gateway.network;

import io.universalmiddleware.contracts.settings.Setting;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** The allowed networks are those inside the house that the operator opens to tenants' origins and webhooks. */
public record AllowedNetworks(List<Network> networks) {
    /** Nothing special is open. */
    public static final AllowedNetworks NONE = new AllowedNetworks(List.of());

    public static final Setting<AllowedNetworks> SETTING = new Setting<>(
            "um.edge.allowed-networks",
            "networks, by comma",
            "",
            true,
            false,
            "Networks of loopback, private, link-local or other special addresses that origins and webhooks may be in,"
                    + " such as 10.1.0.0/16,fd00:1::/32; all others of these are refused.",
            AllowedNetworks::parse);

    public AllowedNetworks {
        networks = List.copyOf(networks);
    }

    /** @throws IllegalArgumentException saying what is expected */
    public static AllowedNetworks parse(String text) {
        return new AllowedNetworks(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Network::parse)
                .toList());
    }

    boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
