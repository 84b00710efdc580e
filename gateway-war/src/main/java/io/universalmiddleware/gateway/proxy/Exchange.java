package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.door.Door;
import io.universalmiddleware.gateway.door.RequestHead;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Route;
import io.universalmiddleware.gateway.routing.Upstream;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exchange is one request of a client and what becomes of it.
 *
 * <p>It ends exactly once: answered by the upstream, answered by the edge, or cut. A client that goes takes its upstream
 * request with it. An upstream that dies within its answer has the client's connection cut, so that a part is never taken
 * for the whole. It lives on one event loop.
 */
final class Exchange implements Deadlines.Timed {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CLIENT_GONE = 499;

    private enum Stage {
        CONNECTING,
        AWAITING,
        ANSWERING,
        TUNNELLING,
        ENDED
    }

    private final LoopContext loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ClientSide client;
    private final RequestMarks marks;
    private final RequestBody body;
    private final Account account;

    private Stage stage = Stage.CONNECTING;
    private @Nullable Admission admission;
    private @Nullable Upstream upstream;
    private @Nullable HttpClientRequest sent;
    private @Nullable ResponseBody answer;
    private @Nullable Tunnel tunnel;
    private boolean retried;
    private boolean here;
    private long awaitingSince;

    Exchange(LoopContext loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
        response = request.response();
        client = new ClientSide(request);
        MultiMap headers = request.headers();
        EdgeSpan span = EdgeSpan.start(
                loop.spans(),
                request,
                RequestMarks.of(
                        headers.get("X-Request-Id"),
                        headers.get("traceparent"),
                        headers.get("tracestate"),
                        loop.clock()));
        marks = span.marks();
        body = new RequestBody(request, loop.options(), loop.deadlines());
        account = new Account(loop, request, span);
        awaitingSince = loop.deadlines().now();
    }

    /** Begins; everything else follows from events. */
    void begin() {
        loop.deadlines().watch(this);
        client.watch(this::clientGone, this::bodyRefused);
        Checked<Admission> checked =
                Admission.of(request, client.guard(), loop.options().head());
        if (checked instanceof Checked.Refused<Admission> refused) {
            client.last();
            refuse(refused.refusal());
        } else if (checked instanceof Checked.Usable<Admission> usable) {
            admission = usable.value();
            admitted(usable.value());
        }
    }

    /** Ends it because of a fault of the edge itself. */
    void fault() {
        if (response.headWritten()) {
            abandon();
        } else {
            refuse(new Refusal(ProblemType.INTERNAL, "The edge failed."));
        }
    }

    @Override
    public void check(long now) {
        if (upstream == null || stage == Stage.ENDED) {
            return;
        }
        Patience patience = upstream.patience();
        if (stage == Stage.TUNNELLING) {
            if (tunnel != null && exceeded(patience.idle(), tunnel.idle(now))) {
                abandon();
            }
        } else if (exceeded(patience.total(), now - account.started())) {
            tooSlow();
        } else if (answer != null) {
            answer.flushHead();
            if (exceeded(patience.idle(), answer.idle(now))) {
                tooSlow();
            }
        } else {
            checkAwaiting(patience, now);
        }
    }

    @Override
    public void abandon() {
        if (stage != Stage.ENDED) {
            cut();
        }
    }

    private void checkAwaiting(Patience patience, long now) {
        body.overdue(now).ifPresent(this::bodyRefused);
        boolean silent = body.isComplete()
                ? exceeded(patience.firstByte(), now - awaitingSince)
                : exceeded(patience.idle(), body.stalled(now));
        if (stage != Stage.ENDED && silent) {
            tooSlow();
        }
    }

    private static boolean exceeded(Duration bound, long nanos) {
        return !bound.isZero() && nanos > bound.toNanos();
    }

    private void admitted(Admission admitted) {
        upstream = loop.routes()
                .get()
                .match(admitted.target().path())
                .map(Route::upstream)
                .orElse(null);
        if (body.complaint().isPresent()) {
            refuse(body.complaint().get());
        } else if (upstream == null) {
            refuse(new Refusal(ProblemType.NOT_FOUND, "Nothing is served at this path."));
        } else if (loop.closed().test(upstream)) {
            refuse(new Refusal(ProblemType.UNAVAILABLE, "What serves this path is starting."));
        } else {
            Optional<Door> door =
                    loop.doors().get().openTo(head(admitted.target().path()));
            if (door.isPresent()) {
                answerHere(admitted, door.get());
            } else {
                body.hold();
                connect(admitted, upstream);
            }
        }
    }

    private RequestHead head(String path) {
        return new RequestHead(request.method().name(), path, request.headers()::getAll, body.announced());
    }

    private void answerHere(Admission admitted, Door door) {
        here = true;
        stage = Stage.AWAITING;
        if (request.version() != HttpVersion.HTTP_1_0
                && request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            response.writeContinue();
        }
        LocalCall call = new LocalCall(request, admitted.target(), marks, door, this::answeredHere);
        body.collect(
                call.maxBody(),
                bytes -> {
                    awaitingSince = loop.deadlines().now();
                    call.answer(bytes);
                },
                call::tooLarge,
                this::bodyRefused);
    }

    private void answeredHere(@Nullable EdgeAnswer got, @Nullable Throwable fault) {
        if (stage == Stage.ENDED) {
            return;
        }
        if (got == null) {
            LOG.error("Request {} failed in its handler", marks.requestId(), fault);
            refuse(new Refusal(ProblemType.INTERNAL, "The request could not be handled."));
            return;
        }
        if (!body.isComplete() || loop.draining().getAsBoolean()) {
            client.last();
        }
        response.setStatusCode(got.status());
        got.fields().forEach(response::putHeader);
        response.putHeader(Headers.REQUEST_ID, marks.requestId());
        response.end(Buffer.buffer(got.body()));
        client.settle(body);
        finish(got.status());
    }

    private void connect(Admission admitted, Upstream to) {
        stage = Stage.CONNECTING;
        loop.clients()
                .request(to, request.method(), admitted.target().originForm())
                .onSuccess(got -> {
                    got.exceptionHandler(fault -> upstreamFailed(got, fault));
                    if (stage == Stage.ENDED) {
                        got.reset();
                    } else {
                        send(admitted, got);
                    }
                })
                .onFailure(fault -> refuse(UpstreamFault.ofConnecting(fault)));
    }

    private void send(Admission admitted, HttpClientRequest to) {
        sent = to;
        stage = Stage.AWAITING;
        awaitingSince = loop.deadlines().now();
        Headers.toOrigin(request, to.headers(), admitted.host(), marks, loop.forwarding());
        if (mayTunnel()) {
            to.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            to.connect().onComplete(got -> answered(to, got.result(), got.cause()));
            return;
        }
        to.response().onComplete(got -> answered(to, got.result(), got.cause()));
        to.continueHandler(go -> {
            if (stage == Stage.AWAITING && request.version() != HttpVersion.HTTP_1_0) {
                response.writeContinue();
            }
        });
        to.earlyHintsHandler(this::earlyHints);
        body.sendTo(to, () -> awaitingSince = loop.deadlines().now(), this::bodyRefused);
    }

    private boolean mayTunnel() {
        return body.isComplete() && client.wantsWebSocket();
    }

    private void earlyHints(MultiMap hints) {
        if (stage == Stage.AWAITING && request.version() != HttpVersion.HTTP_1_0 && Headers.areValid(hints)) {
            MultiMap links = MultiMap.caseInsensitiveMultiMap();
            hints.getAll("Link").forEach(link -> links.add("Link", link));
            response.writeEarlyHints(links);
        }
    }

    private void answered(HttpClientRequest by, @Nullable HttpClientResponse got, @Nullable Throwable fault) {
        if (by != sent || stage == Stage.ENDED) {
            return;
        }
        if (got == null) {
            upstreamFailed(by, fault == null ? new IllegalStateException("no response and no fault") : fault);
            return;
        }
        got.exceptionHandler(died -> upstreamFailed(by, died));
        boolean upgraded = got.statusCode() == 101 && mayTunnel();
        if ((got.statusCode() < 200 && !upgraded) || got.statusCode() > 599 || !Headers.areValid(got.headers())) {
            refuse(UpstreamFault.INVALID);
            return;
        }
        response.setStatusCode(got.statusCode());
        Headers.toClient(got, response.headers(), marks);
        if (upgraded) {
            tunnel(got);
        } else {
            relay(got);
        }
    }

    private void relay(HttpClientResponse got) {
        stage = Stage.ANSWERING;
        ResponseBody streaming = new ResponseBody(got, request, loop.deadlines());
        answer = streaming;
        if (streaming.isEventStream()) {
            becomesStream(got.statusCode());
        }
        if (streaming.endsWithConnection()
                || !body.isComplete()
                || loop.draining().getAsBoolean()) {
            client.last();
        }
        streaming.send(this::relayed);
    }

    private void relayed() {
        if (!body.isComplete()) {
            resetUpstream();
        }
        client.settle(body);
        finish(response.getStatusCode());
    }

    private void tunnel(HttpClientResponse got) {
        NetSocket far = got.netSocket();
        response.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
        stage = Stage.TUNNELLING;
        becomesStream(got.statusCode());
        request.toNetSocket().onFailure(fault -> abandon()).onSuccess(near -> {
            tunnel = new Tunnel(near, far, loop.deadlines());
            tunnel.open(() -> {
                resetUpstream();
                finish(101);
            });
            ConnectionGuard guard = client.guard();
            if (guard != null) {
                guard.becomeTunnel();
            }
        });
    }

    private void becomesStream(int status) {
        account.becomesStream(status, path(), upstreamName());
    }

    private void upstreamFailed(HttpClientRequest by, Throwable fault) {
        if (by != sent || stage == Stage.ENDED || stage == Stage.TUNNELLING) {
            return;
        }
        if (response.headWritten()) {
            cut();
        } else if (mayRetry(fault) && admission != null && upstream != null) {
            retried = true;
            sent = null;
            connect(admission, upstream);
        } else {
            refuse(UpstreamFault.ofAnswering(fault));
        }
    }

    /** A kept-alive connection may end just as it is used again; RFC 9112, section 9.3.1 lets these be sent once more. */
    private boolean mayRetry(Throwable fault) {
        HttpMethod method = request.method();
        boolean harmless =
                method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
        return stage == Stage.AWAITING
                && harmless
                && !retried
                && body.isComplete()
                && body.received() == 0
                && UpstreamFault.isDeath(fault);
    }

    private void tooSlow() {
        if (response.headWritten()) {
            cut();
        } else {
            refuse(UpstreamFault.TOO_SLOW);
        }
    }

    private void bodyRefused(Refusal refusal) {
        if (stage == Stage.ENDED) {
            return;
        }
        if (response.headWritten()) {
            cut();
        } else {
            refuse(refusal);
        }
    }

    private void refuse(Refusal refusal) {
        if (stage == Stage.ENDED) {
            return;
        }
        resetUpstream();
        client.startOver();
        if (!body.isComplete() || loop.draining().getAsBoolean()) {
            client.last();
        }
        loop.answers().write(response, refusal, marks, path());
        client.settle(body);
        finish(refusal.type().status());
    }

    private void clientGone(Throwable fault) {
        if (stage != Stage.ENDED && stage != Stage.TUNNELLING) {
            resetUpstream();
            finish(CLIENT_GONE);
        }
    }

    private void cut() {
        resetUpstream();
        client.cut(answer);
        finish(ProblemType.BAD_GATEWAY.status());
    }

    private void resetUpstream() {
        if (sent != null) {
            HttpClientRequest cancelled = sent;
            sent = null;
            UpstreamClients.abort(cancelled);
        }
    }

    private @Nullable String path() {
        return admission == null ? null : admission.target().path();
    }

    private @Nullable String upstreamName() {
        return here ? LocalCall.NAME : upstream == null ? null : upstream.name();
    }

    private void finish(int status) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        loop.deadlines().unwatch(this);
        account.ended(
                status,
                path(),
                upstreamName(),
                tunnel == null ? body.received() : tunnel.received(),
                tunnel == null ? response.bytesWritten() : tunnel.sent());
    }
}
