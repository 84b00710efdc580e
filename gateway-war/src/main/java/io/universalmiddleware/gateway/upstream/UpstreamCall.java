package io.universalmiddleware.gateway.upstream;

import io.vertx.core.MultiMap;

/** An upstream call is one request on its way to one upstream, and its answer. It is used on one event loop. */
public interface UpstreamCall {

    /** Whom a call tells how it goes: {@link #notConnected}, or {@link #connected} and then at most one answer and at most one fault. */
    interface Caller {
        /** There is a connection, and the request is about to leave on it. */
        void connected();

        /** All of the request has been handed over. */
        void sent();

        /** The upstream wants the body that is held back (100). */
        void goOn();

        /** The upstream gives hints before its answer (103). */
        void hints(MultiMap hints);

        /** The head of the answer has come. Its body begins to flow when this returns, unless it is paused. */
        void answered(UpstreamAnswer answer);

        /** There is no connection. */
        void notConnected(Throwable fault);

        /** There will be no answer, or no whole one. */
        void failed(Throwable fault);
    }

    /** Asks for a connection and sends the request. */
    void begin();

    /**
     * Ends it, whatever it is doing; nothing is told any more. Its connection is closed at once unless other calls share it: an upstream that does
     * not read would otherwise keep both.
     */
    void abort();
}
