package io.universalmiddleware.gateway.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param message for people; empty if it went well
 * @param http the status with which metrics and logs count it
 * @param details a {@code google.rpc.Status}; null for none
 */
public record RpcStatus(Code code, String message, int http, byte @Nullable [] details) {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** It went well. */
    public static final RpcStatus OK = new RpcStatus(Code.OK, "", 200, null);

    /** A status without details. */
    public static RpcStatus of(Code code, String message) {
        int http = switch (code) {
            case OK -> 200;
            case CANCELLED -> 499;
            case DEADLINE_EXCEEDED -> 504;
            case RESOURCE_EXHAUSTED -> 413;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case NOT_FOUND -> 404;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            default -> 400;
        };
        return new RpcStatus(code, message, http, null);
    }

    /** The message as it stands in {@code grpc-message}: what is not visible ASCII is percent-encoded. */
    public String encodedMessage() {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~' && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
            }
        }
        return encoded.toString();
    }

    /** The details as they stand in {@code grpc-status-details-bin}; null for none. */
    public @Nullable String encodedDetails() {
        return details == null ? null : Base64.getEncoder().withoutPadding().encodeToString(details);
    }
}
