package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.OriginAnswer;
import io.universalmiddleware.gateway.filter.OriginFailedException;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An origin exchange is one request of the edge's own and its answer, on one event loop, with nobody's connection in it. */
final class OriginExchange implements Deadlines.Timed, Sending.Receiver {
    private final LoopContext loop;
    private final OriginRequest request;
    private final CompletableFuture<OriginAnswer> outcome;
    private final Sending sending;
    private final long began;
    private @Nullable ResponsePublisher body;
    private boolean ended;
    private boolean stream;

    OriginExchange(LoopContext loop, OriginRequest request, CompletableFuture<OriginAnswer> outcome) {
        this.loop = loop;
        this.request = request;
        this.outcome = outcome;
        sending = new Sending(loop, new OriginParcel(request), this);
        began = loop.deadlines().now();
    }

    void begin() {
        loop.deadlines().watch(this);
        sending.begin();
    }

    @Override
    public void check(long now) {
        Patience patience = request.scope().persistence().patience();
        boolean idle = body != null && Try.exceeded(patience.idle(), body.idle(now));
        if (idle || (!stream && Try.exceeded(patience.total(), now - began))) {
            refused(UpstreamFault.TOO_SLOW);
        } else if (!ended) {
            sending.check(now);
        }
    }

    @Override
    public void abandon() {
        refused(UpstreamFault.DIED);
    }

    @Override
    public void answered(UpstreamAnswer got) {
        boolean empty = request.method().equals("HEAD") || got.status() == 204 || got.status() == 304;
        String length = empty ? "0" : got.headers().get(HttpHeaders.CONTENT_LENGTH);
        ResponsePublisher publisher = new ResponsePublisher(got, loop, this::end, this::abandon);
        body = publisher;
        String type = got.headers().get(HttpHeaders.CONTENT_TYPE);
        stream = type != null && ResponseBody.isEventStream(type);
        if (stream) {
            sending.streams();
        }
        if (!empty) {
            got.pause();
        }
        outcome.complete(
                new OriginAnswer(got.status(), fields(got), length == null ? -1 : Long.parseLong(length), publisher));
    }

    @Override
    public void refused(Refusal refusal) {
        if (!ended) {
            sending.cancel();
            end();
            outcome.completeExceptionally(new OriginFailedException(refusal));
            if (body != null) {
                body.fail(new OriginFailedException(refusal));
            }
        }
    }

    @Override
    public void died(Throwable fault) {
        refused(UpstreamFault.ofAnswering(fault));
    }

    @Override
    public void goOn() {}

    @Override
    public void hints(MultiMap hints) {}

    private void end() {
        ended = true;
        sending.end();
        loop.deadlines().unwatch(this);
    }

    private static FieldList fields(UpstreamAnswer got) {
        MultiMap in = got.headers();
        Set<String> named = HeaderRules.namedBy(in.getAll(HttpHeaders.CONNECTION));
        FieldList fields = new FieldList();
        for (Map.Entry<String, String> field : in) {
            String name = field.getKey();
            if (HeaderRules.passesToClient(name) && !Headers.isNamed(named, name)) {
                fields.add(name, field.getValue());
            }
        }
        return fields;
    }
}
