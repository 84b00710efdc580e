package io.universalmiddleware.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.impl.PartialPooledByteBufAllocator;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.ContextInternal;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A plain pool has the connections to one upstream from one event loop: no more than its size, the one that was used last first.
 *
 * <p>Calls beyond them wait in turn, so many of them at most; whoever waits longest gets the next connection, and is told if it cannot be made.
 */
final class PlainPool {
    private final ContextInternal context;
    private final PoolOptions options;
    private final InetSocketAddress address;
    private final Bootstrap bootstrap;
    private final Deque<PlainConnection> kept = new ArrayDeque<>();
    private final Deque<PlainCall> waiting = new ArrayDeque<>();
    private int open;
    private int connecting;

    PlainPool(ContextInternal context, PoolOptions options, InetSocketAddress address) {
        this.context = context;
        this.options = options;
        this.address = address;
        bootstrap = new Bootstrap()
                .group(context.nettyEventLoop())
                .channelFactory(context.owner().transport().channelFactory(false))
                .option(ChannelOption.ALLOCATOR, PartialPooledByteBufAllocator.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        AnswerDecoder decoder = new AnswerDecoder();
                        made.pipeline().addLast(decoder, new PlainConnection(context, PlainPool.this, decoder, made));
                    }
                });
    }

    long keepNanos() {
        return options.keepAlive().toNanos();
    }

    /** Has a call go by a connection as soon as there is one. */
    void take(PlainCall call) {
        long now = System.nanoTime();
        PlainConnection free = kept.pollFirst();
        while (free != null && !free.isUsable(now)) {
            free.close();
            free = kept.pollFirst();
        }
        if (free != null) {
            call.goesBy(free);
        } else if (open < options.size() || waiting.size() - connecting < options.queue()) {
            waiting.add(call);
            connect();
        } else {
            call.caller().notConnected(new ConnectionPoolTooBusyException("Too many calls wait for the upstream"));
        }
    }

    /** Takes a call out of those that wait. */
    void forget(PlainCall call) {
        waiting.remove(call);
    }

    /** Takes back a connection, whose call has ended. */
    void giveBack(PlainConnection free) {
        PlainCall next = waiting.poll();
        if (next == null) {
            free.idleSince(System.nanoTime());
            kept.addFirst(free);
        } else {
            next.goesBy(free);
        }
    }

    /** Takes note that a connection is no more. */
    void lost(PlainConnection gone) {
        open--;
        kept.remove(gone);
        connect();
    }

    /** Closes what has been kept for too long. */
    void tidy(long now) {
        List<PlainConnection> old =
                kept.stream().filter(each -> !each.isUsable(now)).toList();
        kept.removeAll(old);
        old.forEach(PlainConnection::close);
    }

    /** Closes what is kept. */
    void close() {
        new ArrayList<>(kept).forEach(PlainConnection::close);
        kept.clear();
    }

    boolean isUnused() {
        return open == 0 && waiting.isEmpty();
    }

    /** Makes as many connections as are waited for and may be. */
    private void connect() {
        while (connecting < waiting.size() && open < options.size()) {
            connecting++;
            open++;
            ChannelFuture making = bootstrap.connect(address);
            // on this event loop also where no channel could be made, which is told by another thread
            making.addListener(made -> context.emit(making, this::connected));
        }
    }

    private void connected(ChannelFuture made) {
        connecting--;
        if (made.isSuccess()) {
            giveBack(made.channel().pipeline().get(PlainConnection.class));
            return;
        }
        open--;
        PlainCall first = waiting.poll();
        try {
            if (first != null) {
                first.caller().notConnected(made.cause());
            }
        } finally {
            connect();
        }
    }
}
