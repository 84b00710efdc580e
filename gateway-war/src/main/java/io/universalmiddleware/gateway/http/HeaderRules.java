package io.universalmiddleware.gateway.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which header fields may pass a proxy.
 *
 * <p>Fields of one hop and those that {@code Connection} names stay behind (RFC 9110, section 7.6.1). So do fields that
 * only the edge may say: forwarding, tracing and framing fields of a client are never passed on as they came.
 */
public final class HeaderRules {
    private static final Set<String> NOT_A_TRAILER = Set.of(
            "authorization",
            "cache-control",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "expect",
            "host",
            "location",
            "set-cookie",
            "trailer",
            "vary",
            "www-authenticate");

    private static final Set<String> NOT_IN_A_REQUESTS_TRAILER = Set.of(
            "idempotency-key",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "pragma",
            "range",
            "x-tenant");

    private HeaderRules() {}

    /**
     * The fields that a message's {@code Connection} field names, in lower case.
     *
     * @param connection every value of the field
     */
    public static Set<String> namedBy(List<String> connection) {
        if (connection.isEmpty() || connection.size() == 1 && isOrdinary(connection.get(0))) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : connection) {
            for (String option : value.split(",")) {
                names.add(option.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /**
     * Whether a request's field goes on to the origin as it came. With underscores for hyphens {@code X-Um-*} and {@code X-API-Key} stay behind too:
     * many servers cannot tell the two apart.
     */
    public static boolean passesToOrigin(String name) {
        return isForClientsToSay(name) && (name.indexOf('_') < 0 || !isReserved(name.replace('_', '-')));
    }

    /** Whether a request's field is, by its very name, neither of one hop nor said by the edge. */
    public static boolean isForClientsToSay(String name) {
        return !isOfOneHop(name) && !isSaidByEdge(name);
    }

    /** Whether a response's field goes on to the client as it came. */
    public static boolean passesToClient(String name) {
        return !isOfOneHop(name)
                && !name.equalsIgnoreCase("via")
                && !name.equalsIgnoreCase("x-request-id")
                && !name.equalsIgnoreCase("content-length");
    }

    /** Whether a field says how a message is framed or addressed, or concerns one hop. */
    public static boolean framesOrIsOfOneHop(String name) {
        return isOfOneHop(name)
                || name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("host")
                || name.equalsIgnoreCase("expect");
    }

    /** Whether a trailer field goes on to the client: nothing that changes how a message is framed, routed or read. */
    public static boolean passesAsTrailer(String name) {
        return !isOfOneHop(name) && !NOT_A_TRAILER.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a trailer field goes on to the origin: nothing that only the edge may say, or that says who calls, since some servers read
     * trailers as if they had stood in the header.
     */
    public static boolean passesAsRequestTrailer(String name) {
        return passesAsTrailer(name)
                && passesToOrigin(name)
                && name.indexOf('_') < 0
                && !isReserved(name)
                && !NOT_IN_A_REQUESTS_TRAILER.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isOrdinary(String connection) {
        return connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close");
    }

    private static boolean isOfOneHop(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 7 -> name.equalsIgnoreCase("upgrade") || name.equalsIgnoreCase("trailer");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("http2-settings");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            default -> false;
        };
    }

    private static boolean isReserved(String name) {
        return isOfOneHop(name)
                || isSaidByEdge(name)
                || name.equalsIgnoreCase("x-api-key")
                || name.regionMatches(true, 0, "x-um-", 0, 5);
    }

    private static boolean isSaidByEdge(String name) {
        return switch (name.length()) {
            case 3 -> name.equalsIgnoreCase("via");
            case 4 -> name.equalsIgnoreCase("host");
            case 6 -> name.equalsIgnoreCase("expect") || name.equalsIgnoreCase("cookie");
            case 9 -> name.equalsIgnoreCase("forwarded") || name.equalsIgnoreCase("x-real-ip");
            case 10 -> name.equalsIgnoreCase("tracestate");
            case 11 -> name.equalsIgnoreCase("traceparent");
            case 12 -> name.equalsIgnoreCase("x-request-id");
            case 14 -> name.equalsIgnoreCase("content-length");
            default -> name.regionMatches(true, 0, "x-forwarded-", 0, 12);
        };
    }
}
