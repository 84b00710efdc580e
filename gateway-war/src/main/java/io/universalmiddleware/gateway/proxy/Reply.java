package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.filter.ResponseHead.Source;
import io.universalmiddleware.gateway.http.HeaderRules;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reply is what a client gets for its request: an upstream's answer, a filter's, or the edge's own. */
final class Reply {

    /** Whom a reply tells how it went. */
    interface Ending {
        /** The last of it has been written. */
        void replied(int status);

        /** It goes on for as long as both sides like. */
        void becomesStream(int status);

        /** It cannot be given. */
        void refused(Refusal refusal);

        void tunnelEnded();

        void abandon();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final Refusal NOT_TO_BE_CHANGED =
            new Refusal(ProblemType.BAD_GATEWAY, "The origin's answer could not be transformed.");

    private final LoopContext loop;
    private final ClientSide client;
    private final HttpServerResponse response;
    private final RequestBody request;
    private final RequestMarks marks;
    private final Ending ending;
    private @Nullable String host;
    private @Nullable FilterChain chain;
    private @Nullable VertxFields led;
    private Set<String> ofOneHop = Set.of();
    private @Nullable ResponseBody body;
    private @Nullable PublishedStream published;
    private @Nullable Tunnel tunnel;
    private boolean tunnelling;

    Reply(LoopContext loop, ClientSide client, RequestBody request, RequestMarks marks, Ending ending) {
        this.loop = loop;
        this.client = client;
        this.response = client.response();
        this.request = request;
        this.marks = marks;
        this.ending = ending;
    }

    /** Says to whom the request is addressed. @param named lower case, without a port */
    void isFor(String named) {
        host = named;
    }

    /** Has a route's filters see the head. */
    void through(FilterChain filters) {
        chain = filters;
    }

    boolean isTunnel() {
        return tunnelling;
    }

    boolean isStreaming() {
        return body != null;
    }

    /** Nanoseconds since a byte last moved. */
    long idle(long now) {
        return tunnel != null ? tunnel.idle(now) : body != null ? body.idle(now) : 0;
    }

    /** Bytes of bodies from the client. */
    long received() {
        return tunnel == null ? request.received() : tunnel.received();
    }

    /** Bytes of bodies to the client. */
    long sent() {
        return tunnel == null ? response.bytesWritten() : tunnel.sent();
    }

    /** Sends the head if the body is known to take its time. */
    void flushHead() {
        if (body != null) {
            body.flushHead();
        }
    }

    /** Gives an upstream's answer. */
    void relay(UpstreamAnswer got) {
        head(got);
        ofOneHop = HeaderRules.namedBy(got.headers().getAll(HttpHeaders.CONNECTION));
        stream(Source.ORIGIN, got, got::trailers, got.version() != HttpVersion.HTTP_2);
    }

    private void head(UpstreamAnswer got) {
        response.setStatusCode(got.status());
        Headers.toClient(got, response.headers(), marks);
        if (chain != null) {
            Headers.dropPlatformSetCookie(response.headers());
        } else {
            beStrict();
        }
    }

    /** Has the browser come with TLS alone from now on, if it did now, and if the host is the platform's: a tenant's says that by its routes. */
    private void beStrict() {
        String named = host;
        if (named != null && client.request().isSSL() && loop.directions().isPlatforms(named)) {
            loop.answers().strict(response.headers());
        }
    }

    /** Gives a filter's answer. */
    void give(Answer answer) {
        response.setStatusCode(answer.status());
        Headers.ofFilter(answer, response.headers(), marks);
        if (answer.body() instanceof Answer.Body.Whole whole) {
            whole(Source.FILTER, ResponseBody.wrap(whole.bytes(), whole.from(), whole.to()));
        } else if (answer.body() instanceof Answer.Body.Stream stream) {
            if (stream.length() >= 0) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(stream.length()));
            }
            PublishedStream source = new PublishedStream(
                    stream.pieces(), loop.loop(), fault -> ending.refused(UpstreamFault.ofAnswering(fault)));
            published = source;
            stream(Source.FILTER, source, () -> null, false);
            source.begin();
        }
    }

    /** Gives the answer of a handler in this process. */
    void local(EdgeAnswer got) {
        response.setStatusCode(got.status());
        OwnAnswers.guard(response.headers());
        beStrict();
        got.fields().forEach(response::putHeader);
        response.putHeader(Headers.REQUEST_ID, marks.requestId());
        whole(Source.EDGE, ResponseBody.wrap(got.body(), 0, got.body().length));
    }

    /** @param path canonical; null if the request's is not known */
    void refuse(Refusal refusal, @Nullable String path) {
        client.startOver();
        byte[] problem = loop.answers().begin(response, refusal, marks, path);
        if (chain == null) {
            beStrict();
        }
        whole(Source.EDGE, ResponseBody.wrap(problem, 0, problem.length));
    }

    /** Joins the client's socket and the upstream's. */
    void tunnel(UpstreamAnswer got) {
        tunnelling = true;
        head(got);
        putCallsFields();
        NetSocket far = got.socket();
        response.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
        client.request().toNetSocket().onFailure(fault -> ending.abandon()).onSuccess(near -> {
            Tunnel joined = new Tunnel(near, far, loop.deadlines());
            tunnel = joined;
            joined.open(ending::tunnelEnded);
            ConnectionGuard guard = client.guard();
            if (guard != null) {
                guard.becomeTunnel();
            }
        });
    }

    /** Ends the client's connection so that it cannot take a part for the whole. */
    void cut() {
        client.cut(body);
    }

    /** Frees what it holds. */
    void close() {
        if (body != null) {
            body.close();
        }
        if (published != null) {
            published.cancel();
        }
    }

    /** @param endsWithItsLength whether the source says that it is the end with the last byte of a known length */
    private void stream(
            Source by, ReadStream<Buffer> source, Supplier<@Nullable MultiMap> trailers, boolean endsWithItsLength) {
        ResponseHead head = lead(by);
        if (head == null && chain != null) {
            return;
        }
        ResponseBody streaming = new ResponseBody(
                source,
                trailers,
                this::mayNotTrail,
                head == null ? List.of() : head.stages(),
                head != null && head.waits(),
                client.request(),
                loop.deadlines(),
                this::broken);
        body = streaming;
        if (endsWithItsLength) {
            streaming.endsWithItsLength();
        }
        if (streaming.isEventStream()) {
            ending.becomesStream(response.getStatusCode());
        }
        if (streaming.endsWithConnection()) {
            client.last();
        }
        loop.date().complete(response);
        beLastIfDue();
        streaming.send(() -> ending.replied(response.getStatusCode()));
    }

    private void whole(Source by, Buffer all) {
        boolean empty = isEmpty();
        if (response.getStatusCode() != 204 && response.getStatusCode() != 304) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(all.length()));
        }
        ResponseHead head = lead(by);
        if (head == null && chain != null) {
            return;
        }
        loop.date().complete(response);
        beLastIfDue();
        if (empty) {
            response.end();
        } else if (head == null || head.stages().isEmpty()) {
            response.end(all);
        } else {
            BodyStages stages = new BodyStages(head.stages(), true, response, this::broken);
            if (!stages.pass(all) || !stages.end()) {
                return;
            }
        }
        ending.replied(response.getStatusCode());
    }

    /** Leads the head through the filters; null if there are none, or if one failed, which then has been answered. */
    private @Nullable ResponseHead lead(Source by) {
        FilterChain filters = chain;
        if (filters == null) {
            return null;
        }
        putCallsFields();
        VertxFields fields = new VertxFields(response.headers());
        led = fields;
        ResponseHead head = new ResponseHead(by, response.getStatusCode(), fields, !isEmpty());
        try {
            filters.lead(head);
            Headers.dropPlatformSetCookie(response.headers());
            response.setStatusCode(head.status());
            return head;
        } catch (RuntimeException fault) {
            LOG.error("Request {} failed in a filter of its answer", marks.requestId(), fault);
            chain = null;
            ending.refused(new Refusal(ProblemType.INTERNAL, "The edge failed."));
            chain = filters;
            return null;
        }
    }

    /** What filters have said of a field in the head, or that it is not to pass, the origin's trailers do not change. */
    private boolean mayNotTrail(String name) {
        Call call = chain == null ? null : chain.call();
        return Headers.isNamed(ofOneHop, name)
                || (led != null && led.isChanged(name))
                || (call != null && call.hasAnswerFields() && call.answer().has(name));
    }

    private void putCallsFields() {
        Call call = chain == null ? null : chain.call();
        if (call != null && call.hasAnswerFields()) {
            Headers.onAnswer(call.answer(), response.headers());
        }
    }

    private void broken(Throwable fault) {
        LOG.warn("Request {}: its answer could not be transformed: {}", marks.requestId(), fault.toString());
        chain = null;
        ending.refused(NOT_TO_BE_CHANGED);
    }

    private void beLastIfDue() {
        if (!request.isComplete() || loop.draining().getAsBoolean() || client.closesAfterThis()) {
            client.last();
        }
    }

    private boolean isEmpty() {
        int status = response.getStatusCode();
        return client.request().method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }
}
