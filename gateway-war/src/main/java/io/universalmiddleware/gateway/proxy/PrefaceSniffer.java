package io.universalmiddleware.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A preface sniffer finds out from its first bytes whether a connection speaks HTTP/2 by prior knowledge (RFC 9113,
 * section 3.3) or HTTP/1, has the pipeline completed accordingly, and leaves it.
 *
 * <p>An upgrade from HTTP/1 to h2c is not offered: it is obsolete, and a way around checks on the first request.
 */
final class PrefaceSniffer extends ChannelInboundHandlerAdapter {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<Channel> http1;
    private final Consumer<Channel> http2;
    private final Duration patience;
    private @Nullable ByteBuf held;
    private @Nullable Future<?> timer;

    PrefaceSniffer(Consumer<Channel> http1, Consumer<Channel> http2, Duration patience) {
        this.http1 = http1;
        this.http2 = http2;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> ctx.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        ctx.close(); // the connection was reset, or its TLS broken, before it said anything
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = held == null ? (ByteBuf) message : Unpooled.wrappedBuffer(held, (ByteBuf) message);
        int common = 0;
        int length = Math.min(PREFACE.length, bytes.readableBytes());
        while (common < length && bytes.getByte(bytes.readerIndex() + common) == PREFACE[common]) {
            common++;
        }
        if (common == length && length < PREFACE.length) {
            held = bytes;
            return;
        }
        held = null;
        (common == PREFACE.length ? http2 : http1).accept(ctx.channel());
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }
}
