package io.universalmiddleware.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.universalmiddleware.gateway.upstream.InterimHeads;
import io.universalmiddleware.gateway.upstream.KeptTime;
import io.universalmiddleware.gateway.upstream.PlainRequest;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * A head writer writes the head of a request that has no body as it is, behind the back of Vert.x's client: that would copy each field
 * into a list of its own, check it once more and go through the list again to write it.
 *
 * <p>One connection's; used on its event loop. What is not handed over with {@link #next} is written by Vert.x.
 */
final class HeadWriter extends ChannelOutboundHandlerAdapter {
    private static final AttributeKey<HeadWriter> KEY = AttributeKey.valueOf(HeadWriter.class, "head-writer");

    private static final InterimHeads INTERIM = new InterimHeads();

    private final ChannelHandlerContext behindCodec;
    private @Nullable PlainRequest next;

    private HeadWriter(ChannelHandlerContext behindCodec) {
        this.behindCodec = behindCodec;
    }

    /** Stands by on a connection that has just been made, if it speaks HTTP/1; so do those who read the answers before Vert.x. */
    static void install(HttpConnection connection, KeptTime kept) {
        Channel channel = ((ConnectionBase) connection).channel();
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
        if (codec != null) {
            HeadWriter writer = new HeadWriter(codec);
            pipeline.addAfter(codec.name(), "head-writer", writer);
            pipeline.addAfter(codec.name(), "kept-time", kept);
            pipeline.addAfter(codec.name(), "interim-heads", INTERIM);
            channel.attr(KEY).set(writer);
        }
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            http2.decoder()
                    .frameListener(new InterimHeads.OfHttp2(http2.decoder().frameListener()));
        }
    }

    /**
     * The writer of a request's connection; null if Vert.x is to write the head. The codec has to know of {@code HEAD}, whose answer has no
     * body whatever its fields say.
     */
    static @Nullable HeadWriter of(HttpClientRequest request) {
        if (request.version() != HttpVersion.HTTP_1_1 || request.getMethod().equals(HttpMethod.HEAD)) {
            return null;
        }
        Channel channel = ((ConnectionBase) request.connection()).channel();
        return channel.eventLoop().inEventLoop() ? channel.attr(KEY).get() : null;
    }

    /** Takes the request that is ended next, as it is to be written. */
    void next(PlainRequest request) {
        next = request;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        PlainRequest request = next;
        if (request == null) {
            context.write(message, promise);
            return;
        }
        next = null;
        ReferenceCountUtil.release(message);
        if (!(message instanceof FullHttpRequest)) {
            throw new IllegalStateException("not a request without a body: " + message.getClass());
        }
        behindCodec.write(request.encoded(context.alloc()), promise);
    }
}
