package io.universalmiddleware.gateway.network;

import io.netty.util.NetUtil;
import io.universalmiddleware.contracts.settings.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name servers are the DNS servers that names of others are asked of, the next where one does not answer or does not know the name; the machine's if there are none. */
public record NameServers(List<InetSocketAddress> addresses) {
    public static final NameServers OF_THE_MACHINE = new NameServers(List.of());

    public static final Setting<NameServers> SETTING = new Setting<>(
            "um.edge.name-servers",
            "addresses, by comma",
            "",
            true,
            false,
            "DNS servers that names of origins, webhooks, issuers and OpenID providers are asked of, such as"
                    + " 10.0.0.2,127.0.0.1:8600,[fd00::2]:53, the next where one does not answer or does not know the name; empty for the machine's.",
            NameServers::parse);

    private static final int PORT = 53;
    private static final int MAX_PORT = 65_535;
    private static final Pattern SERVER = Pattern.compile("([0-9.]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    public NameServers {
        addresses = List.copyOf(addresses);
    }

    /** @throws IllegalArgumentException saying what is expected */
    public static NameServers parse(String text) {
        return new NameServers(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(NameServers::server)
                .toList());
    }

    private static InetSocketAddress server(String text) {
        Matcher server = SERVER.matcher(text);
        if (server.matches()) {
            InetAddress address = NetUtil.createInetAddressFromIpAddressString(server.group(1));
            int port = server.group(2) == null ? PORT : Integer.parseInt(server.group(2));
            if (address != null && port > 0 && port <= MAX_PORT) {
                return new InetSocketAddress(address, port);
            }
        }
        throw new IllegalArgumentException(
                "expected an address such as 10.0.0.2, 10.0.0.2:8600 or [fd00::2]:53, got " + text);
    }
}
