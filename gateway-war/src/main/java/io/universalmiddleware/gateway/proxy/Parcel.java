package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.pool.Pool;
import io.universalmiddleware.gateway.pool.Visitor;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** A parcel is a request as it is sent to a pool, as often as that takes. */
interface Parcel {
    HttpMethod method();

    /** In origin form. */
    String target();

    Pool pool();

    Visitor visitor();

    Persistence persistence();

    /** Whether it asks for a WebSocket. */
    boolean upgrades();

    /** Whether it can be sent once more as it was. */
    boolean canRepeat();

    /** Whether it is harmless to send it again although it may have been seen. */
    boolean isHarmlessAgain();

    /** All of it as HTTP/1.1 says it, if it is sure to have no body and asks for nothing but an answer; else null. */
    @Nullable
    PlainRequest bare();

    /** Writes the header, but for what frames the body. */
    void address(HttpClientRequest to);

    /**
     * Sends the header and the body, as it comes.
     *
     * @param sent is told when all of it is
     */
    void load(HttpClientRequest to, Runnable sent);

    /** Stops loading: what it was loaded on has failed. */
    void unload();

    /** Whether all of the body has come. */
    boolean isComplete();

    /** Nanoseconds for which the upstream has not taken what is there; 0 if it does. */
    long stalled(long now);
}
