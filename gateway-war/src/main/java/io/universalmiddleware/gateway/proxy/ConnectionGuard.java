package io.universalmiddleware.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestFraming;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection guard stands between an HTTP/1 client's bytes and the decoder of Vert.x, which is more lenient than the
 * edge may be.
 *
 * <p>A head passes as a whole or not at all; the next request passes when the one before it has been answered, so that
 * one request in is one request out and pipelining holds no more than a buffer. In place of what {@link RequestFraming}
 * refuses, and of a head that comes too slowly, one request for {@link #REFUSED_TARGET} passes, which no client can ask
 * for: its answer is the refusal, in its turn. A connection that is closed while the client still sends is first read
 * out for a moment, so that the client gets to see the answer. Used on the connection's event loop only.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    /** The target of the request that stands for a refusal. */
    static final String REFUSED_TARGET = "!";

    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");
    private static final byte[] REFUSED_REQUEST =
            ("GET " + REFUSED_TARGET + " HTTP/1.1\r\nHost: -\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HELD = 64 * 1024;
    private static final long LINGER_SECONDS = 2;

    private final RequestFraming framing;
    private final long headNanos;
    private final long idleNanos;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private @Nullable ByteBuf held;
    private @Nullable Consumer<Refusal> bodyRefused;
    private @Nullable Peer peer;
    private int scanned;
    private boolean busy;
    private boolean deaf;
    private boolean tunnel;
    private boolean lingering;
    private long since = System.nanoTime();

    ConnectionGuard(RequestFraming framing, ListenerOptions options) {
        this.framing = framing;
        headNanos = options.headTimeout().toNanos();
        idleNanos = options.keepAlive().toNanos();
    }

    /** The guard of the request's connection; null for HTTP/2. */
    static @Nullable ConnectionGuard of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
    }

    /** Why the request for {@link #REFUSED_TARGET} stands where it does. */
    Refusal refusal() {
        return framing.refusal().orElseGet(() -> Refusal.malformed("The request could not be read."));
    }

    /** The client's end of the connection. @param request one that came over it */
    Peer peer(HttpServerRequest request) {
        if (peer == null) {
            peer = new Peer(request);
        }
        return peer;
    }

    /** Says that a request is being worked on, and whom to tell if its body turns out to be malformed. */
    void working(Consumer<Refusal> onBodyRefused) {
        bodyRefused = onBodyRefused;
    }

    /** Says that the request has been answered: the next one may pass. */
    void answered() {
        busy = false;
        bodyRefused = null;
        since = System.nanoTime();
        if (held != null && context != null) {
            context.executor().execute(this::readOn);
        }
    }

    /** Closes the connection unless a request is on its way. May be called from any thread. */
    void closeIfIdle() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                if (!busy && !deaf && !tunnel && !framing.withinHead()) {
                    ctx.close();
                }
            });
        }
    }

    /** Lets everything pass from here on: the connection has become a tunnel. */
    void becomeTunnel() {
        tunnel = true;
        stopTimer();
        if (held != null && context != null) {
            ByteBuf rest = held;
            held = null;
            context.fireChannelRead(rest);
        }
    }

    /**
     * Cuts the connection so that the client cannot take what it has got for all there is: by a reset, and over TLS without the
     * {@code close_notify} that would say so (RFC 8446, section 6.1).
     */
    void cut() {
        if (context != null && context.channel().isOpen()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
            (tls == null ? context : tls).close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().attr(KEY).set(this);
        timer = ctx.executor().schedule(this::tick, tickNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopTimer();
        dropHeld();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (tunnel) {
            ctx.fireChannelRead(bytes);
        } else if (deaf) {
            bytes.release();
        } else {
            if (held == null) {
                held = bytes;
                since = busy || framing.withinHead() ? since : System.nanoTime();
            } else {
                held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, bytes);
            }
            pass(ctx);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (lingering) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            return;
        }
        boolean clientStillSends = deaf || held != null || !framing.betweenRequests();
        if (tunnel || !clientStillSends || !(ctx.channel() instanceof SocketChannel socket)) {
            ctx.close(promise);
            return;
        }
        lingering = true;
        deaf = true;
        dropHeld();
        ctx.flush();
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            socket.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> socket.shutdownOutput());
        }
        socket.config().setAutoRead(true);
        socket.closeFuture().addListener(closed -> promise.trySuccess());
        ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void readOn() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && held != null && !deaf && ctx.channel().isActive()) {
            ctx.channel().config().setAutoRead(true);
            pass(ctx);
            ctx.fireChannelReadComplete();
        }
    }

    private void pass(ChannelHandlerContext ctx) {
        while (held != null && !deaf && !tunnel) {
            ByteBuf bytes = held;
            if (busy && framing.betweenRequests()) {
                if (bytes.readableBytes() > MAX_HELD) {
                    ctx.channel().config().setAutoRead(false);
                }
                return;
            }
            ByteBuffer view = bytes.nioBuffer();
            scanned = framing.advance(view, scanned, view.limit());
            if (framing.refusal().isPresent()) {
                refuse(ctx);
            } else if (framing.withinHead()) {
                return;
            } else {
                busy = true;
                release(ctx, bytes);
            }
        }
    }

    private void release(ChannelHandlerContext ctx, ByteBuf bytes) {
        int length = scanned;
        scanned = 0;
        if (length == bytes.readableBytes()) {
            held = null;
            ctx.fireChannelRead(bytes);
        } else {
            ctx.fireChannelRead(bytes.readRetainedSlice(length));
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        deaf = true;
        dropHeld();
        if (busy && bodyRefused != null) {
            bodyRefused.accept(refusal());
        } else if (!busy) {
            busy = true;
            ctx.fireChannelRead(Unpooled.wrappedBuffer(REFUSED_REQUEST));
        } else {
            ctx.close();
        }
    }

    private void tick() {
        ChannelHandlerContext ctx = context;
        if (ctx == null || deaf || tunnel || !ctx.channel().isActive()) {
            return;
        }
        long waited = System.nanoTime() - since;
        if (!busy && framing.withinHead() && waited >= headNanos) {
            framing.refuse(new Refusal(ProblemType.REQUEST_TIMEOUT, "The request's head came too slowly."));
            refuse(ctx);
            ctx.fireChannelReadComplete();
        } else if (!busy && !framing.withinHead() && waited >= idleNanos) {
            ctx.close();
        } else {
            timer = ctx.executor().schedule(this::tick, tickNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private long tickNanos() {
        return Math.max(TimeUnit.MILLISECONDS.toNanos(10), Math.min(headNanos, idleNanos) / 4);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void dropHeld() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
