package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Answer;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A published stream has what a publisher gives, one piece at a time and as it is taken, read on an event loop.
 *
 * <p>Paused until {@link #begin}.
 */
final class PublishedStream implements ReadStream<Buffer>, Flow.Subscriber<byte[]> {
    private static final int AHEAD = 4;

    private final Flow.Publisher<byte[]> publisher;
    private final EventLoop loop;
    private final Consumer<Throwable> failed;
    private Handler<Buffer> handler = nothing -> {};
    private Handler<Void> ended = nothing -> {};
    private Flow.@Nullable Subscription subscription;
    private boolean paused;
    private boolean cancelled;
    private int due;
    private final AtomicInteger queued = new AtomicInteger();

    PublishedStream(Flow.Publisher<byte[]> publisher, EventLoop loop, Consumer<Throwable> failed) {
        this.publisher = publisher;
        this.loop = loop;
        this.failed = failed;
    }

    /** Lets go of what an answer that nobody takes would have streamed. */
    static void discard(Answer answer) {
        if (answer.body() instanceof Answer.Body.Stream stream) {
            stream.pieces().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    given.cancel();
                }

                @Override
                public void onNext(byte[] piece) {}

                @Override
                public void onError(Throwable fault) {}

                @Override
                public void onComplete() {}
            });
        }
    }

    void begin() {
        publisher.subscribe(this);
    }

    /** Takes no more. */
    void cancel() {
        if (!cancelled) {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        here(() -> {
            subscription = given;
            if (cancelled) {
                given.cancel();
            } else {
                ask();
            }
        });
    }

    @Override
    public void onNext(byte[] piece) {
        here(() -> {
            due--;
            if (!cancelled) {
                handler.handle(ResponseBody.wrap(piece, 0, piece.length));
                ask();
            }
        });
    }

    @Override
    public void onError(Throwable fault) {
        here(() -> {
            if (!cancelled) {
                cancelled = true;
                failed.accept(fault);
            }
        });
    }

    @Override
    public void onComplete() {
        here(() -> {
            if (!cancelled) {
                cancelled = true;
                ended.handle(null);
            }
        });
    }

    @Override
    public PublishedStream handler(@Nullable Handler<Buffer> pieces) {
        handler = pieces == null ? nothing -> {} : pieces;
        return this;
    }

    @Override
    public PublishedStream endHandler(@Nullable Handler<Void> end) {
        ended = end == null ? nothing -> {} : end;
        return this;
    }

    @Override
    public PublishedStream exceptionHandler(@Nullable Handler<Throwable> fault) {
        return this;
    }

    @Override
    public PublishedStream pause() {
        paused = true;
        return this;
    }

    @Override
    public PublishedStream resume() {
        paused = false;
        ask();
        return this;
    }

    @Override
    public PublishedStream fetch(long amount) {
        return resume();
    }

    private void ask() {
        if (subscription != null && !paused && !cancelled && due < AHEAD) {
            int more = AHEAD - due;
            due = AHEAD;
            subscription.request(more);
        }
    }

    /** Does it on the loop, behind what came before from another thread. */
    private void here(Runnable task) {
        if (loop.isHere() && queued.get() == 0) {
            task.run();
        } else {
            queued.incrementAndGet();
            loop.execute(() -> {
                queued.decrementAndGet();
                task.run();
            });
        }
    }
}
