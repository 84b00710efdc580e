package io.universalmiddleware.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Request trailers are the fields behind a request's body (RFC 9110, section 6.5), of which Vert.x knows nothing: they are taken from what a
 * client's connection reads, and written behind what an upstream's connection writes.
 *
 * <p>Used on the connection's event loop only.
 */
final class RequestTrailers {
    private static final String VERTX = "handler";
    private static final AttributeKey<Reading> READING = AttributeKey.valueOf(RequestTrailers.class, "reading");
    private static final AttributeKey<PropertyKey> PROPERTY = AttributeKey.valueOf(RequestTrailers.class, "property");

    private RequestTrailers() {}

    /** Has the trailers of an HTTP/1 client kept, whose pipeline is complete. */
    static void keep(Channel client) {
        if (client.pipeline().get(VERTX) != null) {
            Reading reading = new Reading();
            client.attr(READING).set(reading);
            client.pipeline().addBefore(VERTX, "trailers", reading);
        }
    }

    /** Has the trailers of an HTTP/2 client kept. */
    static void keep(HttpConnection client) {
        Channel channel = channel(client);
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            PropertyKey key = http2.connection().newKey();
            channel.attr(PROPERTY).set(key);
            http2.decoder().frameListener(new KeepingListener(http2.decoder().frameListener(), http2, key));
        }
    }

    /** Those of a request whose body has ended; null if it has none. */
    static @Nullable MultiMap of(HttpServerRequest request) {
        Channel channel = channel(request.connection());
        if (request.version() != HttpVersion.HTTP_2) {
            Reading reading = channel.attr(READING).get();
            return reading == null ? null : reading.last;
        }
        PropertyKey key = channel.attr(PROPERTY).get();
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        Http2Stream stream = key == null || http2 == null ? null : http2.connection().stream(request.streamId());
        return stream == null ? null : stream.getProperty(key);
    }

    /**
     * Ends a request whose head has been sent, chunked in HTTP/1, with those of its trailers that may pass.
     *
     * @param withheld names that may not, beside those that never may
     */
    static void end(HttpClientRequest upstream, MultiMap trailers, Predicate<String> withheld) {
        MultiMap passing = MultiMap.caseInsensitiveMultiMap();
        Headers.requestTrailers(trailers, passing, withheld);
        Channel channel = channel(upstream.connection());
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (passing.isEmpty() || !takesTrailers(channel, http2, upstream)) {
            upstream.end();
        } else if (http2 == null) {
            channel.pipeline().addBefore(VERTX, "trailers", new Writing(passing));
            upstream.end();
        } else {
            Http2Headers fields = new DefaultHttp2Headers();
            passing.forEach(field -> fields.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
            ChannelHandlerContext context = channel.pipeline().context(http2);
            http2.encoder().writeHeaders(context, upstream.streamId(), fields, 0, true, context.newPromise());
            http2.flush(context);
        }
    }

    /** Whether the request still lives: an origin may have ended it meanwhile, and its connection with it. */
    private static boolean takesTrailers(
            Channel channel, @Nullable Http2ConnectionHandler http2, HttpClientRequest upstream) {
        if (http2 == null) {
            return channel.pipeline().get(VERTX) != null;
        }
        Http2Stream stream = http2.connection().stream(upstream.streamId());
        return stream != null && stream.state().localSideOpen();
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    private static MultiMap copied(
            Iterable<? extends Map.Entry<? extends CharSequence, ? extends CharSequence>> fields) {
        MultiMap copy = MultiMap.caseInsensitiveMultiMap();
        fields.forEach(
                field -> copy.add(field.getKey().toString(), field.getValue().toString()));
        return copy;
    }

    /** Keeps those of the request that was read last; the guard lets no further one pass before that is answered. */
    private static final class Reading extends ChannelInboundHandlerAdapter {
        private @Nullable MultiMap last;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                last = null;
            } else if (message != LastHttpContent.EMPTY_LAST_CONTENT && message instanceof LastHttpContent end) {
                HttpHeaders fields = end.trailingHeaders();
                last = fields.isEmpty() ? null : copied(fields.entries());
            }
            ctx.fireChannelRead(message);
        }
    }

    /** Puts them into the end of the request that is being written, once. */
    private static final class Writing extends ChannelOutboundHandlerAdapter {
        private final MultiMap trailers;

        Writing(MultiMap trailers) {
            this.trailers = trailers;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent end) {
                LastHttpContent trailed = new DefaultLastHttpContent(end.content());
                trailers.forEach(field -> trailed.trailingHeaders().add(field.getKey(), field.getValue()));
                ctx.write(trailed, promise);
                ctx.pipeline().remove(this);
            } else {
                ctx.write(message, promise);
            }
        }
    }

    /** Keeps those of a stream with the stream. */
    private static final class KeepingListener extends Http2FrameListenerDecorator {
        private final Http2ConnectionHandler http2;
        private final PropertyKey key;

        KeepingListener(Http2FrameListener listener, Http2ConnectionHandler http2, PropertyKey key) {
            super(listener);
            this.http2 = http2;
            this.key = key;
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last)
                throws Http2Exception {
            keep(id, headers);
            super.onHeadersRead(ctx, id, headers, padding, last);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean last)
                throws Http2Exception {
            keep(id, headers);
            super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, last);
        }

        private void keep(int id, Http2Headers headers) {
            Http2Stream stream = http2.connection().stream(id);
            if (stream != null && stream.isTrailersReceived()) {
                stream.setProperty(key, copied(headers));
            }
        }
    }
}
