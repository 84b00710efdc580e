package io.universalmiddleware.hub.protocol;

/**
 * A disconnect is the reason for which the hub ends a connection, told as the WebSocket close code.
 *
 * <p>After codes below 3500 clients reconnect by themselves, with a delay of their own choosing; after the others they do not.
 */
public enum Disconnect {
    MESSAGE_TOO_BIG(1009, "message size limit exceeded"),
    CONNECTION_CLOSED(3000, "connection closed"),
    SHUTDOWN(3001, "shutdown"),
    SERVER_ERROR(3004, "internal server error"),
    EXPIRED(3005, "connection expired"),
    SLOW(3008, "slow"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    NO_PONG(3012, "no pong"),
    TOO_MANY_REQUESTS(3013, "too many requests"),
    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    STALE(3502, "stale"),
    FORCE_NO_RECONNECT(3503, "force disconnect"),
    CONNECTION_LIMIT(3504, "connection limit"),
    CHANNEL_LIMIT(3505, "channel limit"),
    PERMISSION_DENIED(3507, "permission denied"),
    NOT_AVAILABLE(3508, "not available");

    private final short code;
    private final String reason;

    Disconnect(int code, String reason) {
        this.code = (short) code;
        this.reason = reason;
    }

    /** The close code. */
    public short code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** How a connection ends that has nothing but the command which failed so. */
    public static Disconnect of(ErrorCode error) {
        return switch (error) {
            case UNAUTHORIZED, TOKEN_EXPIRED -> INVALID_TOKEN;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case BAD_REQUEST, NOT_AVAILABLE, METHOD_NOT_FOUND, ALREADY_SUBSCRIBED, UNKNOWN_CHANNEL -> BAD_REQUEST;
            case UNRECOVERABLE_POSITION -> INSUFFICIENT_STATE;
            case LIMIT_EXCEEDED -> CHANNEL_LIMIT;
            case TOO_MANY_REQUESTS -> TOO_MANY_REQUESTS;
            case INTERNAL -> SERVER_ERROR;
        };
    }
}
