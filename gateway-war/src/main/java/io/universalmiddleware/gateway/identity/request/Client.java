package io.universalmiddleware.gateway.identity.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A client is where a request comes from, as far as it tells.
 *
 * @param address the first that the edge believes; empty past the edge
 * @param device what it says that it is, at most 200 characters
 */
public record Client(String address, String device) {
    private static final int LONGEST_DEVICE = 200;
    private static final int LONGEST_ADDRESS = 45;

    /** The edge writes {@code X-Forwarded-For} itself; the first address in it is the one that it believes. */
    public static Client of(HttpHeaders headers) {
        return of(headers.getHeaderString("X-Forwarded-For"), headers.getHeaderString(HttpHeaders.USER_AGENT));
    }

    /** As {@link #of(HttpHeaders)}. */
    public static Client of(HttpServletRequest request) {
        return of(request.getHeader("X-Forwarded-For"), request.getHeader(HttpHeaders.USER_AGENT));
    }

    private static Client of(@Nullable String chain, @Nullable String device) {
        String address = chain == null ? "" : chain.split(",", 2)[0].strip();
        return new Client(shortened(address, LONGEST_ADDRESS), shortened(printable(device), LONGEST_DEVICE));
    }

    private static String printable(@Nullable String text) {
        StringBuilder printable = new StringBuilder();
        if (text != null) {
            text.chars().filter(c -> c >= ' ' && c < 127).forEach(c -> printable.append((char) c));
        }
        return printable.toString();
    }

    private static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
