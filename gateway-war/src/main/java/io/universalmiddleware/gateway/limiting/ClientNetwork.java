package io.universalmiddleware.gateway.limiting;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What an address counts as: itself for IPv4, its /64 for IPv6, since that is what one customer is given (RFC 6177) and can
 * choose from at will. An IPv4-mapped address counts as the IPv4 address in it.
 */
public final class ClientNetwork {
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** Takes any text; what is no address counts as itself. Nothing is resolved. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            // in brackets it is only ever read as a literal
            InetAddress literal = InetAddress.getByName('[' + (zone < 0 ? address : address.substring(0, zone)) + ']');
            return literal instanceof Inet4Address
                    ? literal.getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), PREFIX_BYTES)) + "/64";
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
