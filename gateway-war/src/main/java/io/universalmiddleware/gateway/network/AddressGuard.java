package io.universalmiddleware.gateway.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The address guard keeps tenants' origins and webhooks out of the house: it refuses every special address that the operator
 * has not allowed.
 *
 * <p>It judges addresses, never names: what was judged is what must be connected to, without asking for the name again.
 */
public final class AddressGuard {
    private final AllowedNetworks allowed;

    public AddressGuard(AllowedNetworks allowed) {
        this.allowed = allowed;
    }

    /** Why the address must not be connected to, for people; empty if it may. */
    public Optional<String> refusal(InetAddress address) {
        InetAddress plain = bare(address);
        return allowed.contains(plain)
                ? Optional.empty()
                : SpecialNetworks.nameOf(plain)
                        .map(name -> "the address is " + name + ", and " + AllowedNetworks.SETTING.key()
                                + " does not list it");
    }

    /**
     * Why a host must not be connected to, if that can be told without resolving it.
     *
     * @param host a name, which is never refused here, or an address; IPv6 with or without brackets
     */
    public Optional<String> refusal(String host) {
        return literal(host).flatMap(this::refusal);
    }

    /** The address that a text is, and that no resolver needs to be asked for; empty for a name. */
    public static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!Network.looksLiteral(bare)) {
            return Optional.empty();
        }
        try {
            return Optional.of(bare(InetAddress.getByName(bare)));
        } catch (UnknownHostException neither) {
            return Optional.empty();
        }
    }

    /** The address without a name, and as IPv4 where it is one in ::ffff:0:0/96 (RFC 4291, section 2.5.5.2). */
    static InetAddress bare(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
