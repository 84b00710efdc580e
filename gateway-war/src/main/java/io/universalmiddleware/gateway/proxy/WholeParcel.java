package io.universalmiddleware.gateway.proxy;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/** A parcel whose body is all there before anything is sent, so that it can be sent as often as it takes. */
interface WholeParcel extends Parcel {
    /** Empty for none. */
    byte[] body();

    @Override
    default boolean upgrades() {
        return false;
    }

    @Override
    default boolean canRepeat() {
        return true;
    }

    @Override
    default void load(HttpClientRequest to, Runnable sent) {
        byte[] body = body();
        if (body.length == 0) {
            to.end();
        } else {
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
            to.end(ResponseBody.wrap(body, 0, body.length));
        }
        sent.run();
    }

    @Override
    default void unload() {}

    @Override
    default boolean isComplete() {
        return true;
    }

    @Override
    default long stalled(long now) {
        return 0;
    }
}
