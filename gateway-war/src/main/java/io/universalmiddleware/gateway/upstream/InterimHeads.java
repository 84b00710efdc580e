package io.universalmiddleware.gateway.upstream;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
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
}
