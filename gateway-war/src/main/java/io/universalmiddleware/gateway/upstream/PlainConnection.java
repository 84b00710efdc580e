package io.universalmiddleware.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plain connection carries one call at a time.
 *
 * <p>It goes back to its pool when all that one turn of the event loop has read of it is decoded, so that what an upstream sent behind its answer is
 * seen before another request leaves on it.
 */
final class PlainConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PlainConnection.class);
    private static final Pattern TIMEOUT =
            Pattern.compile("(?:^|,)\\s*timeout=([0-9]{1,9})\\s*(?:,|$)", Pattern.CASE_INSENSITIVE);
    private static final int CONTINUE = 100;
    private static final int EARLY_HINTS = 103;

    private final ContextInternal context;
    private final PlainPool pool;
    private final AnswerDecoder decoder;
    private final Channel channel;
    private @Nullable PlainCall call;
    private @Nullable PlainAnswer answer;
    private boolean keeps;
    private boolean answered;
    private boolean closed;
    private long keepNanos;
    private long since;

    PlainConnection(ContextInternal context, PlainPool pool, AnswerDecoder decoder, Channel channel) {
        this.context = context;
        this.pool = pool;
        this.decoder = decoder;
        this.channel = channel;
        keepNanos = pool.keepNanos();
    }

    /** Carries a call from now on, and no other until that has ended. */
    void carry(PlainCall next) {
        call = next;
    }

    /** Sends the request of the call that it carries; false if that has been aborted. */
    boolean send(PlainCall carried) {
        if (call != carried) {
            return false;
        }
        decoder.await(carried.request().isHead());
        channel.writeAndFlush(carried.request().encoded(channel.alloc()), channel.voidPromise());
        return true;
    }

    /** Ends a call that has not got all of its answer, and this with it. */
    void abort(PlainCall ending) {
        if (call == ending) {
            call = null;
            close();
        }
    }

    /** Reads on, or leaves with the upstream what it sends. No effect once all of the answer is here. */
    void read(PlainAnswer of, boolean on) {
        if (answer == of) {
            channel.config().setAutoRead(on);
        }
    }

    /** Says that it carries nothing from now on. */
    void idleSince(long now) {
        since = now;
    }

    /** Whether it can carry another call. */
    boolean isUsable(long now) {
        return !closed && channel.isActive() && now - since <= keepNanos;
    }

    void close() {
        closed = true;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext netty, Object message) {
        ContextInternal before = context.beginDispatch();
        try {
            if (!closed && message instanceof HttpObject part) {
                came(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
            context.endDispatch(before);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext netty) {
        if (answered) {
            ContextInternal before = context.beginDispatch();
            try {
                release();
            } finally {
                context.endDispatch(before);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext netty, Throwable fault) {
        if (!(fault instanceof IOException || fault instanceof DecoderException)) {
            LOG.error("An upstream's answer could not be taken", fault);
        }
        context.dispatch(() -> die(fault instanceof IOException ? gone(fault) : fault));
    }

    @Override
    public void channelInactive(ChannelHandlerContext netty) {
        context.dispatch(() -> {
            try {
                die(gone(null));
            } finally {
                pool.lost(this);
            }
        });
    }

    private static Throwable gone(@Nullable Throwable cause) {
        HttpClosedException gone = new HttpClosedException("The upstream closed the connection");
        if (cause != null) {
            gone.initCause(cause);
        }
        return gone;
    }

    private void came(HttpObject part) {
        PlainCall of = call;
        if (of == null) {
            close();
        } else if (part.decoderResult().isFailure()) {
            die(part.decoderResult().cause());
        } else if (part instanceof HttpResponse head) {
            came(of, head);
        } else if (part instanceof HttpContent piece) {
            came(of, piece);
        }
    }

    private void came(PlainCall of, HttpResponse head) {
        int status = head.status().code();
        HeadersMultiMap fields = (HeadersMultiMap) head.headers();
        if (status == CONTINUE) {
            of.caller().goOn();
        } else if (status == EARLY_HINTS) {
            of.caller().hints(fields);
        } else if (!InterimHeads.saysNothing(status)) {
            HttpVersion version = head.protocolVersion();
            if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
                die(new IllegalStateException("HTTP/1.0 and 1.1 are spoken here, not " + version));
                return;
            }
            keeps = HttpUtil.isKeepAlive(head) && keepsFor(fields.get(HttpHeaderNames.KEEP_ALIVE));
            PlainAnswer got = new PlainAnswer(
                    this,
                    status,
                    version == HttpVersion.HTTP_1_1
                            ? io.vertx.core.http.HttpVersion.HTTP_1_1
                            : io.vertx.core.http.HttpVersion.HTTP_1_0,
                    fields);
            answer = got;
            of.answered(got);
        }
    }

    private void came(PlainCall of, HttpContent piece) {
        PlainAnswer to = answer;
        if (to == null) {
            return; // behind the head of an interim answer
        }
        boolean last = piece instanceof LastHttpContent;
        ByteBuf bytes = piece.content();
        if (bytes.isReadable()) {
            to.came(copied(bytes));
        }
        if (last && call == of) {
            answered = true;
            call = null;
            answer = null;
            decoder.ended();
            to.ended(((LastHttpContent) piece).trailingHeaders());
        }
    }

    /** A copy that need not be released: filters and caches keep what they like. */
    private static Buffer copied(ByteBuf bytes) {
        int length = bytes.readableBytes();
        return Buffer.buffer(
                VertxByteBufAllocator.DEFAULT.heapBuffer(length, length).writeBytes(bytes));
    }

    /** Heeds how long the upstream says that it keeps an idle connection; whether it keeps it at all. */
    private boolean keepsFor(@Nullable String said) {
        int seconds = said == null ? -1 : secondsKept(said);
        if (seconds >= 0) {
            keepNanos = Math.min(pool.keepNanos(), TimeUnit.SECONDS.toNanos(seconds));
        }
        return seconds != 0;
    }

    /** What {@code Keep-Alive} says as {@code timeout}; negative if it says nothing that counts. */
    static int secondsKept(String said) {
        Matcher timeout = TIMEOUT.matcher(said);
        return timeout.find() ? Integer.parseInt(timeout.group(1)) : -1;
    }

    /** Goes back to its pool, if it may carry another call. */
    private void release() {
        answered = false;
        if (!keeps || !hasSentAll()) {
            close();
        } else if (!closed) {
            channel.config().setAutoRead(true);
            pool.giveBack(this);
        }
    }

    private boolean hasSentAll() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent != null && unsent.isEmpty();
    }

    private void die(Throwable fault) {
        PlainCall of = call;
        call = null;
        answer = null;
        if (!closed) {
            close();
        }
        if (of != null) {
            of.caller().failed(fault);
        }
    }
}
