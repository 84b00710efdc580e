package io.universalmiddleware.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * An answer decoder reads the answers on one connection, by the strict rules of Netty's decoder: no bare line feeds, one length at most, none beside
 * {@code Transfer-Encoding}, heads of 64 KiB at most.
 *
 * <p>Fields go into Vert.x's map at once; whether they may be passed on is left to who does that. Bytes that come while no answer is awaited are a
 * fault.
 */
final class AnswerDecoder extends HttpResponseDecoder {
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LARGEST_PIECE = 64 * 1024;

    private static final HttpHeadersFactory FIELDS = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return HeadersMultiMap.headers();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return HeadersMultiMap.headers();
        }
    };

    private boolean awaiting;
    private boolean toHead;

    AnswerDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LARGEST_HEAD)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE)
                .setHeadersFactory(FIELDS));
    }

    /**
     * Has one answer read.
     *
     * @param head whether it is one to {@code HEAD}, which has no body whatever its fields say
     */
    void await(boolean head) {
        awaiting = true;
        toHead = head;
    }

    /** Says that the answer has ended. */
    void ended() {
        awaiting = false;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!awaiting && in.isReadable()) {
            in.skipBytes(in.readableBytes());
            throw new CorruptedFrameException("bytes that nobody asked for");
        }
        super.decode(context, in, out);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return toHead || super.isContentAlwaysEmpty(message);
    }
}
