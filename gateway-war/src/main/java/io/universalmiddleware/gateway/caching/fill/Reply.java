package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.http.Fields;
import java.util.concurrent.Flow;

/**
 * A reply is an origin's answer whose body is still to come.
 *
 * @param fields without those of one hop
 * @param length of the body as the origin says; negative if it does not
 * @param body for one subscriber; to cancel it ends the origin's answer
 */
public record Reply(int status, Fields fields, long length, Flow.Publisher<byte[]> body) {

    /** Ends an answer that nobody wants. */
    public void discard() {
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(byte[] piece) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
    }
}
