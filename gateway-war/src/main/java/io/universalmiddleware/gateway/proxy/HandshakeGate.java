package io.universalmiddleware.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A handshake gate lets a connection go on once its TLS handshake has succeeded, and closes it if that fails or is not over in time.
 *
 * <p>It stands behind the handlers of TLS, and leaves when it has let the connection go on.
 */
final class HandshakeGate extends ChannelInboundHandlerAdapter {
    private final Duration patience;
    private final BiConsumer<Channel, String> secured;
    private final Runnable failed;
    private @Nullable Future<?> timer;

    /**
     * @param secured is told what ALPN settled, empty if nothing
     * @param failed is told of a handshake that came to nothing
     */
    HandshakeGate(Duration patience, BiConsumer<Channel, String> secured, Runnable failed) {
        this.patience = patience;
        this.secured = secured;
        this.failed = failed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> giveUp(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                SslHandler tls = ctx.pipeline().get(SslHandler.class);
                String protocol = tls.applicationProtocol();
                secured.accept(ctx.channel(), protocol == null ? "" : protocol);
                ctx.pipeline().remove(this);
            } else {
                giveUp(ctx);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
        giveUp(ctx);
    }

    private void giveUp(ChannelHandlerContext ctx) {
        if (ctx.channel().isOpen()) {
            failed.run();
            ctx.close();
        }
    }
}
