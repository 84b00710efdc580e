package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.door.Door;
import io.universalmiddleware.gateway.door.RequestHead;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.snapshot.EdgeRoute;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Consumer;
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
final class Exchange implements Deadlines.Timed, Sending.Receiver, FilterChain.Ending, Reply.Ending, RpcCall.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CLIENT_GONE = 499;

    private final LoopContext loop;
    private final HttpServerRequest request;
    private final ClientSide client;
    private final RequestMarks marks;
    private final RequestBody body;
    private final Account account;
    private final Reply reply;

    private boolean ended;
    private boolean stream;
    private long handling;
    private @Nullable Admission admission;
    private @Nullable Patience patience;
    private @Nullable TenantCall call;
    private @Nullable FilterChain chain;
    private @Nullable Sending sending;
    private @Nullable RpcCall rpc;

    Exchange(LoopContext loop, HttpServerRequest request) {
        this.loop = loop;
        this.request = request;
        client = new ClientSide(request);
        MultiMap headers = request.headers();
        EdgeSpan span = EdgeSpan.start(
                loop.spans(),
                request,
                RequestMarks.of(
                        headers.get(Headers.REQUEST_ID),
                        headers.get(Headers.TRACEPARENT),
                        Headers.traceState(headers),
                        loop.clock()));
        marks = span.marks();
        body = new RequestBody(request, loop.options(), loop.deadlines());
        account = new Account(loop, client, span);
        reply = new Reply(loop, client, body, marks, this);
    }

    /** Begins; everything else follows from events. */
    void begin() {
        loop.deadlines().watch(this);
        client.watch(this::clientGone, this::refused);
        Checked<Admission> checked =
                Admission.of(request, client.guard(), loop.options().head());
        if (checked instanceof Checked.Refused<Admission> wrong) {
            client.last();
            refused(wrong.refusal());
        } else if (checked instanceof Checked.Usable<Admission> usable) {
            admission = usable.value();
            reply.isFor(usable.value().host().host());
            admitted(usable.value());
        }
    }

    /** Ends it because of a fault of the edge itself. */
    void fault() {
        refused(new Refusal(ProblemType.INTERNAL, "The edge failed."));
    }

    @Override
    public void check(long now) {
        if (patience == null || ended) {
            return;
        }
        if (rpc != null) {
            rpc.tick();
            if (!ended && Try.exceeded(patience.idle(), rpc.stalled(now))) {
                abandon();
            }
        }
        if (ended) {
            return;
        }
        if (reply.isTunnel()) {
            if (Try.exceeded(patience.idle(), reply.idle(now))) {
                abandon();
            }
        } else if (!stream && Try.exceeded(patience.total(), now - account.started())) {
            refused(UpstreamFault.TOO_SLOW);
        } else if (reply.isStreaming()) {
            reply.flushHead();
            if (Try.exceeded(patience.idle(), reply.idle(now))) {
                refused(UpstreamFault.TOO_SLOW);
            }
        } else {
            body.overdue(now).ifPresent(this::refused);
            if (!ended && sending != null) {
                sending.check(now);
            } else if (!ended && handling > 0 && Try.exceeded(patience.firstByte(), now - handling)) {
                refused(UpstreamFault.TOO_SLOW);
            }
        }
    }

    @Override
    public void abandon() {
        if (!ended) {
            cut();
        }
    }

    private void admitted(Admission admitted) {
        Way way = loop.directions().of(admitted, request.method().name(), new VertxFields(request.headers()));
        if (way instanceof Way.ToPlatform to) {
            toPlatform(admitted, to.upstream());
        } else if (way instanceof Way.ToTenant to) {
            toTenant(admitted, to.route());
        } else if (way instanceof Way.Nowhere nowhere) {
            if (nowhere.tenant() != null) {
                account.isOf(nowhere.tenant(), admitted);
            }
            if (nowhere.refusal().equals(admitted.ambiguous())) {
                client.last();
            }
            refused(body.complaint().orElse(nowhere.refusal()));
        }
    }

    private void toPlatform(Admission admitted, Upstream upstream) {
        patience = upstream.patience();
        account.goesTo(upstream.name());
        if (loop.rpc().get().services().serve(admitted.target().path())) {
            call(admitted);
        } else if (body.complaint().isPresent()) {
            refused(body.complaint().get());
        } else if (loop.closed().test(upstream)) {
            refused(new Refusal(ProblemType.UNAVAILABLE, "What serves this path is starting."));
        } else {
            Optional<Door> door = loop.doors().get().openTo(head(admitted));
            if (door.isPresent()) {
                answerHere(admitted, door.get());
            } else {
                body.hold();
                send(ClientParcel.toPlatform(
                        loop, client, body, admitted, marks, loop.upstreams().of(upstream), this::refused));
            }
        }
    }

    /** Has it be a call over gRPC. */
    private void call(Admission admitted) {
        Optional<Refusal> complaint = RpcReply.complaint(request);
        if (complaint.isPresent()) {
            refused(complaint.get());
            return;
        }
        RpcCall begun = new RpcCall(loop, client, body, admitted, marks, this);
        rpc = begun;
        begun.begin();
    }

    @Override
    public void asked() {
        handling = loop.deadlines().now();
    }

    @Override
    public void stop() {
        stopUpstream();
    }

    private RequestHead head(Admission admitted) {
        return new RequestHead(
                request.method().name(), admitted.target().path(), request.headers()::getAll, body.announced());
    }

    private void answerHere(Admission admitted, Door door) {
        account.goesTo(LocalCall.NAME);
        client.goOn();
        LocalCall local = new LocalCall(request, admitted.target(), marks, door, this::answeredHere);
        body.collect(
                local.maxBody(),
                bytes -> {
                    handling = loop.deadlines().now();
                    local.answer(bytes);
                },
                local::tooLarge,
                this::refused);
    }

    private void answeredHere(@Nullable EdgeAnswer got, @Nullable Throwable fault) {
        if (ended) {
            return;
        }
        if (got == null) {
            LOG.error("Request {} failed in its handler", marks.requestId(), fault);
            refused(new Refusal(ProblemType.INTERNAL, "The request could not be handled."));
        } else {
            reply.local(got);
        }
    }

    private void toTenant(Admission admitted, EdgeRoute route) {
        patience = route.scope().persistence().patience();
        account.isOf(route, admitted);
        body.limit(route.maxBody());
        if (body.complaint().isPresent()) {
            refused(body.complaint().get());
            return;
        }
        body.hold();
        boolean upgrades = body.isComplete() && client.wantsWebSocket();
        TenantCall begun = new TenantCall(loop, client, admitted, marks, route.scope(), upgrades);
        FilterChain through = new FilterChain(begun.call(), route.filters(), loop.loop(), this);
        call = begun;
        account.calls(begun.call());
        chain = through;
        reply.through(through);
        through.begin();
    }

    @Override
    public void passed() {
        TenantCall passing = call;
        if (passing != null && !ended) {
            byte[] read = passing.call().body();
            if (read != null) {
                body.replace(read);
            }
            send(passing.parcel(body, this::refused));
        }
    }

    @Override
    public void read(int most, Consumer<byte[]> then) {
        TenantCall reading = call;
        if (reading == null || ended) {
            return;
        }
        byte[] known = reading.call().body();
        if (Math.max(body.announced(), known == null ? 0 : known.length) > most) {
            refused(RequestBody.tooLarge(most));
        } else if (known != null) {
            then.accept(known);
        } else {
            client.goOn();
            request.headers().remove(HttpHeaders.EXPECT);
            body.collect(
                    most,
                    bytes -> {
                        reading.call().body(bytes);
                        then.accept(bytes);
                    },
                    () -> refused(RequestBody.tooLarge(most)),
                    this::refused);
        }
    }

    @Override
    public void answered(Answer answer) {
        if (ended) {
            PublishedStream.discard(answer);
        } else {
            reply.give(answer);
        }
    }

    @Override
    public void failed(RuntimeException fault) {
        LOG.error("Request {} failed in a filter", marks.requestId(), fault);
        fault();
    }

    @Override
    public void send(Parcel parcel) {
        Sending begun = new Sending(loop, parcel, this);
        sending = begun;
        account.sends(begun);
        begun.begin();
    }

    @Override
    public void goOn() {
        if (!ended) {
            client.goOn();
        }
    }

    @Override
    public void hints(MultiMap hints) {
        if (!ended) {
            client.hint(hints);
        }
    }

    @Override
    public void answered(UpstreamAnswer got) {
        if (ended) {
            return;
        }
        if (rpc != null) {
            rpc.answered(got);
        } else if (got.status() == 101) {
            becomesStream(101);
            reply.tunnel(got);
        } else {
            reply.relay(got);
        }
    }

    @Override
    public void becomesStream(int status) {
        stream = true;
        if (sending != null) {
            sending.streams();
        }
        account.becomesStream(status, path());
    }

    @Override
    public void died(Throwable fault) {
        if (!reply.isTunnel()) {
            refused(UpstreamFault.ofAnswering(fault));
        }
    }

    /** Tells the client why there is no answer, or cuts what it has got of one. */
    @Override
    public void refused(Refusal refusal) {
        if (ended) {
            return;
        }
        account.refused(refusal);
        stopUpstream();
        if (rpc != null) {
            rpc.refuse(refusal);
        } else if (client.response().headWritten()) {
            cut();
        } else {
            reply.refuse(refusal, path());
        }
    }

    @Override
    public void replied(int status) {
        if (!body.isComplete()) {
            stopUpstream();
        }
        client.settle(body);
        finish(status);
    }

    @Override
    public void tunnelEnded() {
        stopUpstream();
        finish(101);
    }

    private void cut() {
        account.because("cut");
        stopUpstream();
        reply.cut();
        finish(ProblemType.BAD_GATEWAY.status());
    }

    private void clientGone(Throwable fault) {
        if (!ended && !reply.isTunnel()) {
            account.because("client-gone");
            stopUpstream();
            finish(CLIENT_GONE);
        }
    }

    private void stopUpstream() {
        if (chain != null) {
            chain.end();
        }
        if (sending != null) {
            sending.cancel();
        }
    }

    private @Nullable String path() {
        return admission == null ? null : admission.target().path();
    }

    private void finish(int status) {
        if (ended) {
            return;
        }
        ended = true;
        loop.deadlines().unwatch(this);
        if (chain != null) {
            chain.end();
        }
        if (sending != null) {
            sending.end();
        }
        if (rpc != null) {
            rpc.close();
        }
        reply.close();
        account.ended(status, path(), reply.received(), reply.sent());
    }
}
