package io.universalmiddleware.hub.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.universalmiddleware.hub.connection.Transport;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.protocol.Encoded;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the hub's own listener.
 *
 * <p>Messages go to the channel below Vert.x as the frames they already are, so that sending to one more client encodes nothing:
 * Vert.x would encode and frame each message anew for each client. What is written at once is flushed once.
 */
final class WebSocketTransport implements Transport {
    private final ServerWebSocket socket;
    private final Context context;
    private final LoopTasks tasks;
    private final ChannelHandlerContext channel;

    /** @param tasks of the event loop that serves the socket */
    WebSocketTransport(ServerWebSocket socket, Context context, LoopTasks tasks) {
        this.socket = socket;
        this.context = context;
        this.tasks = tasks;
        ChannelHandlerContext end = ((WebSocketInternal) socket).channelHandlerContext();
        @Nullable ChannelHandlerContext encoder = end.pipeline().context(WebSocketFrameEncoder.class);
        this.channel = encoder == null ? end : encoder;
        forgetIdleness();
    }

    /** Pings tell soon enough who is gone; a timer of its own costs each connection memory, and each write a promise. */
    private void forgetIdleness() {
        @Nullable IdleStateHandler idle = channel.pipeline().get(IdleStateHandler.class);
        if (idle != null) {
            channel.pipeline().remove(idle);
        }
    }

    @Override
    public void send(List<Encoded> messages, Consumer<@Nullable Throwable> done) {
        int last = messages.size() - 1;
        for (int i = 0; i < last; i++) {
            channel.write(Unpooled.wrappedBuffer(messages.get(i).frame()), channel.voidPromise());
        }
        ChannelFuture taken =
                channel.writeAndFlush(Unpooled.wrappedBuffer(messages.get(last).frame()));
        if (taken.isDone()) {
            done.accept(taken.cause());
        } else {
            taken.addListener(result -> done.accept(result.cause()));
        }
    }

    @Override
    public void close(Disconnect reason) {
        context.runOnContext(now -> {
            if (!socket.isClosed()) {
                socket.close(reason.code(), reason.reason());
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        tasks.execute(task);
    }
}
