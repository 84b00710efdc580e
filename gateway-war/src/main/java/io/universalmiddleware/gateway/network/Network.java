package io.universalmiddleware.gateway.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network is the addresses that share a prefix, written {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632, RFC 4291).
 *
 * <p>An IPv4 network has no IPv6 address in it: those that carry one inside are judged by {@link AddressGuard}.
 */
public final class Network {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] prefix;
    private final int bits;
    private final String text;

    private Network(byte[] prefix, int bits, String text) {
        this.prefix = prefix;
        this.bits = bits;
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is expected; also if bits are set behind the prefix */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? address.length * 8 : length(text.substring(slash + 1), address.length * 8);
        for (int bit = bits; bit < address.length * 8; bit++) {
            if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                throw new IllegalArgumentException("expected no bits behind the prefix in " + text);
            }
        }
        return new Network(address, bits, text);
    }

    /** Whether the address is one of the network's. */
    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (other[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || same(other, whole, rest);
    }

    /** Whether text is an address rather than a name; what only looks like one of IPv6 among them, and is no name either. */
    static boolean looksLiteral(String text) {
        return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean same(byte[] other, int index, int rest) {
        int mask = 0xff << (8 - rest) & 0xff;
        return (other[index] & mask) == (prefix[index] & mask);
    }

    private static byte[] literal(String text) {
        if (!looksLiteral(text)) {
            throw new IllegalArgumentException("expected a network such as 10.0.0.0/8 or fd00::/8, got " + text);
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("expected a network such as 10.0.0.0/8 or fd00::/8", notAnAddress);
        }
    }

    private static int length(String digits, int most) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain || Integer.parseInt(digits) > most) {
            throw new IllegalArgumentException("expected a prefix length from 0 to " + most + ", got " + digits);
        }
        return Integer.parseInt(digits);
    }
}
