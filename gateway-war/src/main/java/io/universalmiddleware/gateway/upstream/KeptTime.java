package io.universalmiddleware.gateway.upstream;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** How long an upstream keeps a connection, said so that Vert.x understands it: to that (4.5.28) a 9 is no digit, and 0 is for ever. */
@ChannelHandler.Sharable
public final class KeptTime extends ChannelInboundHandlerAdapter {
    private static final int FINAL = 200;

    private final long most;

    /** @param most how long a connection is kept if the upstream keeps it longer; a second at least */
    public KeptTime(Duration most) {
        this.most = most.toSeconds();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head && head.status().code() >= FINAL) {
            say(head.headers());
        }
        context.fireChannelRead(message);
    }

    private void say(HttpHeaders fields) {
        String said = fields.get(HttpHeaderNames.KEEP_ALIVE);
        int seconds = said == null ? -1 : PlainConnection.secondsKept(said);
        if (seconds == 0) {
            List<String> named = fields.getAll(HttpHeaderNames.CONNECTION);
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE); // Vert.x heeds the first alone
            fields.add(HttpHeaderNames.CONNECTION, named);
        } else if (seconds > 0) {
            String kept = Long.toString(Math.min(seconds, most)).replace('9', '8');
            fields.set(HttpHeaderNames.KEEP_ALIVE, "timeout=" + kept);
        }
    }
}
