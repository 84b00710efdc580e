package io.universalmiddleware.gateway.rpc;

/** The codes of gRPC, in the order of their numbers. */
public enum Code {
    OK,
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED;

    /** As it stands in {@code grpc-status}. */
    public String number() {
        return Integer.toString(ordinal());
    }

    /** The code of what HTTP answers with a status, where nothing more is known. */
    public static Code ofHttp(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404, 410 -> NOT_FOUND;
            case 405, 501 -> UNIMPLEMENTED;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 409 -> FAILED_PRECONDITION;
            case 412 -> ABORTED;
            case 413, 414, 429, 431 -> RESOURCE_EXHAUSTED;
            case 502, 503 -> UNAVAILABLE;
            default -> status >= 500 ? INTERNAL : status >= 400 ? INVALID_ARGUMENT : UNKNOWN;
        };
    }
}
