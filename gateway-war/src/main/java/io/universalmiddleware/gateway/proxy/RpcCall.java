package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.gateway.door.Door;
import io.universalmiddleware.gateway.door.RequestHead;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.universalmiddleware.gateway.rpc.Code;
import io.universalmiddleware.gateway.rpc.Frames;
import io.universalmiddleware.gateway.rpc.RestAnswer;
import io.universalmiddleware.gateway.rpc.RestRequest;
import io.universalmiddleware.gateway.rpc.RpcException;
import io.universalmiddleware.gateway.rpc.RpcMethod;
import io.universalmiddleware.gateway.rpc.RpcServices;
import io.universalmiddleware.gateway.rpc.RpcStatus;
import io.universalmiddleware.gateway.rpc.RpcTimeout;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call over gRPC of one of the platform's own services.
 *
 * <p>One message in, one REST request by whichever way the platform's own requests go, one message out; reflection and health
 * are answered here. It ends exactly once, with a status. A deadline that passes and a caller who goes take the request with
 * them; what it has changed by then stays changed. On one event loop; large messages are read and written beside it.
 */
final class RpcCall {

    /** Who has the exchange that the call is. */
    interface Owner {
        /** Sends a request on; {@link #answered} is told its answer. */
        void send(Parcel parcel);

        /** A handler in this process has been asked. */
        void asked();

        /** From here on it lasts for as long as both sides like. */
        void becomesStream(int status);

        /** The last of the answer has been written. */
        void replied(int status);

        /** Stops what goes on for it. */
        void stop();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RpcCall.class);
    private static final int SMALL = 32 * 1024;
    /** Bytes of a question that is answered here, to anybody. */
    private static final int LARGEST_QUESTION = 8 * 1024;

    private static final int LARGEST_ANSWER = 64 << 20;

    private final LoopContext loop;
    private final ClientSide client;
    private final RequestBody body;
    private final Admission admitted;
    private final RequestMarks marks;
    private final Owner owner;
    private final RpcServices services;
    private final RpcReply reply;
    private final RpcSide side;
    private @Nullable RpcMethod method;
    private @Nullable Frames frames;
    private Frames.@Nullable Frame only;
    private @Nullable String watched;
    private boolean toldServing;
    private boolean halfClosed;
    private boolean large;
    private boolean ended;
    private long deadline = -1;
    private long taken;

    RpcCall(
            LoopContext loop,
            ClientSide client,
            RequestBody body,
            Admission admitted,
            RequestMarks marks,
            Owner owner) {
        this.loop = loop;
        this.client = client;
        this.body = body;
        this.admitted = admitted;
        this.marks = marks;
        this.owner = owner;
        side = loop.rpc().get();
        services = side.services();
        reply = new RpcReply(client, marks, loop.date());
        taken = loop.deadlines().now();
    }

    void begin() {
        attempt(() -> {
            RpcMethod called = services.method(admitted.target().path())
                    .orElseThrow(() -> new RpcException(Code.UNIMPLEMENTED, "The service has no such method."));
            method = called;
            int most = called.binding() == null ? Math.min(LARGEST_QUESTION, side.mostBytes()) : side.mostBytes();
            frames = new Frames(most, reply.isGzip());
            long millis = RpcTimeout.millis(client.request().getHeader("grpc-timeout"));
            if (millis > 0) {
                deadline = loop.loop().after(millis, this::expired);
            }
            if (called.takesMany()) {
                owner.becomesStream(200);
            }
            body.read(this::came, this::allCame);
        });
    }

    /** Tells a watcher of health what has changed. */
    void tick() {
        String service = watched;
        if (service != null && !ended && toldServing != isServing()) {
            attempt(() -> tellHealth(service));
        }
    }

    /** Nanoseconds for which the caller has not taken what there is for it; 0 if it does. */
    long stalled(long now) {
        if (ended || !client.response().writeQueueFull()) {
            taken = now;
        }
        return now - taken;
    }

    /** Ends it with what a refusal stands for. */
    void refuse(Refusal refusal) {
        end(reply.status(refusal));
    }

    /** The head of the resource's answer has come; it is read as a whole. */
    void answered(UpstreamAnswer got) {
        Buffer read = Buffer.buffer();
        got.handler(piece -> {
            if (read.length() + piece.length() > LARGEST_ANSWER) {
                end(RpcStatus.of(Code.RESOURCE_EXHAUSTED, "The answer is too large for one message."));
            } else {
                read.appendBuffer(piece);
            }
        });
        got.endHandler(all -> answered(new RestAnswer(got.status(), got.headers()::get, read.getBytes())));
        got.resume();
    }

    /** Forgets it: the caller has gone, or the exchange has ended otherwise. */
    void close() {
        ended = true;
        if (large) {
            large = false;
            side.leave();
        }
        if (deadline >= 0) {
            loop.loop().cancel(deadline);
            deadline = -1;
        }
    }

    private void came(Buffer bytes) {
        Frames coming = frames;
        if (!ended && coming != null) {
            coming.add(bytes.getBytes());
            attempt(() -> {
                take();
                if (coming.size() > SMALL) {
                    beLarge();
                }
            });
        }
    }

    /** Many large messages, those that come slowly too, must not take all memory. */
    private void beLarge() {
        if (!large && !ended) {
            large = side.enter();
            if (!large) {
                throw new RpcException(Code.UNAVAILABLE, "Too many large messages are on their way.");
            }
        }
    }

    private void allCame() {
        halfClosed = true;
        attempt(this::take);
    }

    /** Takes the messages that are there, as long as the caller takes the answers. */
    private void take() {
        Frames coming = frames;
        RpcMethod called = method;
        while (!ended && coming != null && called != null && !client.response().writeQueueFull()) {
            Frames.@Nullable Frame frame = coming.next();
            if (frame == null) {
                break;
            }
            if (called.takesMany()) {
                client.response().write(reply.framed(services.reflection().answer(called, frame.message())));
            } else if (only != null) {
                throw new RpcException(Code.UNIMPLEMENTED, "The method takes one message.");
            } else {
                only = frame;
            }
        }
        if (ended || coming == null || called == null) {
            return;
        }
        if (client.response().writeQueueFull()) {
            body.rest();
            client.response().drainHandler(room -> {
                body.resume();
                attempt(this::take);
            });
        } else if (halfClosed) {
            halfClosed(called, coming);
        }
    }

    /** All has come: a method that takes one message is answered now, since a caller is not interrupted. */
    private void halfClosed(RpcMethod called, Frames coming) {
        Frames.Frame one = only;
        if (!coming.isEmpty()) {
            throw new RpcException(Code.INTERNAL, "The last message is not whole.");
        }
        if (called.takesMany()) {
            end(RpcStatus.OK);
        } else if (one == null) {
            throw new RpcException(Code.UNIMPLEMENTED, "The method takes one message, and there was none.");
        } else {
            answer(called, one);
        }
    }

    private void answer(RpcMethod called, Frames.Frame frame) {
        if (called.binding() == null) {
            health(called, frame.message());
        } else {
            boolean isLarge = frame.isLargerThan(SMALL);
            if (isLarge) {
                beLarge();
            }
            int mostTarget = loop.options().head().maxTarget();
            beside(isLarge, () -> services.transcoding().request(called, frame.message(), mostTarget), this::send);
        }
    }

    private void health(RpcMethod called, byte[] message) {
        String service = services.health().asked(called, message);
        if (!called.isUnary()) {
            watched = service;
            owner.becomesStream(200);
            tellHealth(service);
        } else if (!services.health().knows(service)) {
            throw new RpcException(Code.NOT_FOUND, "There is no such service.");
        } else {
            reply.give(services.health().told(called, service, isServing()));
            end(RpcStatus.OK);
        }
    }

    private void tellHealth(String service) {
        RpcMethod called = method;
        if (called != null) {
            toldServing = isServing();
            client.response().write(reply.framed(services.health().told(called, service, toldServing)));
        }
    }

    private boolean isServing() {
        return !loop.draining().getAsBoolean()
                && loop.directions()
                        .upstream(admitted.target().path())
                        .filter(upstream -> !loop.closed().test(upstream))
                        .isPresent();
    }

    private void send(RestRequest rest) {
        Optional<Door> door = loop.doors().get().openTo(head(rest));
        if (door.isPresent()) {
            askHere(rest, door.get());
            return;
        }
        var upstream = loop.directions().upstream(rest.path());
        if (upstream.isEmpty() || loop.closed().test(upstream.get())) {
            throw new RpcException(Code.UNAVAILABLE, "What serves this method is starting.");
        }
        owner.send(new RpcParcel(
                rest,
                client.request(),
                admitted.host(),
                marks,
                client.told(admitted.host(), loop.forwarding()),
                loop.upstreams().of(upstream.get())));
    }

    private RequestHead head(RestRequest rest) {
        return new RequestHead(
                rest.method(),
                rest.path(),
                name -> name.equalsIgnoreCase("Authorization")
                        ? client.request().headers().getAll(name)
                        : rest.values(name),
                rest.body().length);
    }

    private void askHere(RestRequest rest, Door door) {
        owner.asked();
        EdgeRequest request = new EdgeRequest(
                rest.method(),
                rest.path(),
                rest.query().isEmpty() ? null : rest.query(),
                door.bearer(),
                marks.requestId(),
                marks.trace(),
                rest::values,
                rest.body());
        CompletionStage<EdgeAnswer> answering = door.handler().answer(request);
        var unused = answering.whenComplete((got, fault) -> loop.loop()
                .execute(() -> attempt(() -> {
                    if (got == null) {
                        throw new IllegalStateException("the handler failed", fault);
                    }
                    answered(new RestAnswer(got.status(), name -> field(got, name), got.body()));
                })));
    }

    private static @Nullable String field(EdgeAnswer answer, String name) {
        return answer.fields().entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void answered(RestAnswer answer) {
        RpcMethod called = method;
        if (!ended && called != null) {
            beside(answer.body().length > SMALL, () -> services.transcoding().response(called, answer), message -> {
                reply.give(message);
                end(RpcStatus.OK);
            });
        }
    }

    /** Does something here, or beside the event loop if it is large; goes on here. */
    private <T> void beside(boolean isLarge, Supplier<T> work, Consumer<T> then) {
        if (!isLarge) {
            attempt(() -> then.accept(work.get()));
        } else {
            loop.loop()
                    .beside(
                            work,
                            (done, fault) -> attempt(() -> {
                                if (fault instanceof RuntimeException failed) {
                                    throw failed;
                                } else if (done == null) {
                                    throw new IllegalStateException("no outcome", fault);
                                }
                                then.accept(done);
                            }));
        }
    }

    private void expired() {
        deadline = -1;
        end(RpcStatus.of(Code.DEADLINE_EXCEEDED, "The caller's time is over."));
    }

    private void attempt(Runnable work) {
        if (ended) {
            return;
        }
        try {
            work.run();
        } catch (RpcException told) {
            end(told.status());
        } catch (RuntimeException fault) {
            LOG.error("Call {} failed", marks.requestId(), fault);
            end(RpcStatus.of(Code.INTERNAL, "The edge failed."));
        }
    }

    private void end(RpcStatus status) {
        if (!ended) {
            close();
            owner.stop();
            reply.end(status);
            owner.replied(status.http());
        }
    }
}
