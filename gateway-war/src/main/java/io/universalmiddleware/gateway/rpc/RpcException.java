package io.universalmiddleware.gateway.rpc;

/** Ends a call with a status. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RpcStatus status;

    public RpcException(RpcStatus status) {
        super(status.code() + ": " + status.message(), null, false, false);
        this.status = status;
    }

    public RpcException(Code code, String message) {
        this(RpcStatus.of(code, message));
    }

    public RpcStatus status() {
        return status;
    }
}
