package io.universalmiddleware.gateway.upstream;

import org.jspecify.annotations.Nullable;

/** A plain call is one request of the edge's own client. */
final class PlainCall implements UpstreamCall {
    private final PlainPool pool;
    private final PlainRequest request;
    private final Caller caller;
    private @Nullable PlainConnection connection;
    private @Nullable PlainAnswer answer;

    PlainCall(PlainPool pool, PlainRequest request, Caller caller) {
        this.pool = pool;
        this.request = request;
        this.caller = caller;
    }

    @Override
    public void begin() {
        pool.take(this);
    }

    @Override
    public void abort() {
        if (answer != null) {
            answer.drop();
        }
        if (connection == null) {
            pool.forget(this);
        } else {
            connection.abort(this);
        }
    }

    PlainRequest request() {
        return request;
    }

    Caller caller() {
        return caller;
    }

    /** Has it sent on a connection of the pool. */
    void goesBy(PlainConnection free) {
        connection = free;
        free.carry(this);
        caller.connected();
        if (free.send(this)) {
            caller.sent();
        }
    }

    void answered(PlainAnswer got) {
        answer = got;
        caller.answered(got);
    }
}
