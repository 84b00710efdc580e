package io.universalmiddleware.gateway.upstream;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops the heads of interim answers that say nothing yet (RFC 9110, section 15.2), which Vert.x (4.5.28) takes for the answer; the end that the codec
 * puts behind them it passes over.
 */
@ChannelHandler.Sharable
public final class InterimHeads extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head
                && head.decoderResult().isSuccess()
                && saysNothing(head.status().code())) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Whether an answer is neither final nor one that asks for the body (100), for another protocol (101) or hints (103). */
    static boolean saysNothing(int status) {
        return status == 102 || (status > 103 && status < 200);
    }

    /** The same for a connection of HTTP/2. */
    public static final class OfHttp2 extends Http2FrameListenerDecorator {
        /** @param listener who is told of the rest */
        public OfHttp2(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean last)
                throws Http2Exception {
            if (last || !saysNothing(headers)) {
                super.onHeadersRead(ctx, id, headers, padding, last);
            }
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
            if (last || !saysNothing(headers)) {
                super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, last);
            }
        }

        private static boolean saysNothing(Http2Headers headers) {
            CharSequence status = headers.status();
            return HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL
                    && InterimHeads.saysNothing(Integer.parseInt(status.toString()));
        }
    }
}
