package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A response publisher gives the body of an origin's answer, as fast as its one subscriber asks for it.
 *
 * <p>To be used from any thread; it works on the event loop of its connection.
 */
final class ResponsePublisher implements Flow.Publisher<byte[]>, Flow.Subscription {
    private final UpstreamAnswer answer;
    private final LoopContext loop;
    private final Runnable read;
    private final Runnable cancelled;
    private Flow.@Nullable Subscriber<? super byte[]> subscriber;
    private @Nullable Throwable fault;
    private boolean ended;
    private long wanted;
    private long lastByte;

    /**
     * @param read is told when all of it has been given
     * @param cancelled is told when the subscriber wants no more of it
     */
    ResponsePublisher(UpstreamAnswer answer, LoopContext loop, Runnable read, Runnable cancelled) {
        this.answer = answer;
        this.loop = loop;
        this.read = read;
        this.cancelled = cancelled;
        lastByte = loop.deadlines().now();
        answer.handler(bytes -> {
            wanted--;
            lastByte = loop.deadlines().now();
            if (subscriber != null && !ended) {
                subscriber.onNext(bytes.getBytes());
            }
        });
        answer.endHandler(end -> {
            if (!ended) {
                ended = true;
                read.run();
                if (subscriber != null) {
                    subscriber.onComplete();
                }
            }
        });
    }

    /** Nanoseconds for which nothing has come, or nobody has asked. */
    long idle(long now) {
        return now - lastByte;
    }

    /** Says that it will not be whole. */
    void fail(Throwable why) {
        if (!ended) {
            ended = true;
            fault = why;
            if (subscriber != null) {
                subscriber.onError(why);
            }
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> who) {
        here(() -> {
            who.onSubscribe(this);
            if (subscriber != null) {
                who.onError(new IllegalStateException("a body has one reader"));
                return;
            }
            subscriber = who;
            if (fault != null) {
                who.onError(fault);
            } else if (ended) {
                who.onComplete();
            } else if (wanted > 0) {
                answer.fetch(wanted);
            }
        });
    }

    @Override
    public void request(long more) {
        here(() -> {
            wanted += more;
            if (subscriber != null && !ended) {
                lastByte = loop.deadlines().now();
                answer.fetch(more);
            }
        });
    }

    @Override
    public void cancel() {
        here(() -> {
            if (!ended) {
                ended = true;
                cancelled.run();
            }
        });
    }

    private void here(Runnable task) {
        if (loop.loop().isHere()) {
            task.run();
        } else {
            loop.loop().execute(task);
        }
    }
}
