package io.universalmiddleware.gateway.caching.fill;

import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.http.FieldList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A fill takes a body in for the cache while any number of readers read it.
 *
 * <p>It goes as fast as the origin does, whatever its readers do and whether there are any. A body that outgrows the bound, or
 * finds no room in the node's budget, becomes a stream: it is not stored, it goes as fast as its fastest reader, and a reader that
 * falls behind by more than the bound is cut, so that it does not hold the others up. A stream without readers ends.
 */
public final class Fill implements Flow.Subscriber<byte[]> {
    private static final int AHEAD = 256 * 1024;

    private final int status;
    private final FieldList fields;
    private final Vary vary;
    private final String variant;
    private final List<String> tags;
    private final long length;
    private final int bound;
    private final FillBudget budget;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private final Pieces pieces = new Pieces();
    private final List<Reader> readers = new ArrayList<>();
    private long budgeted;
    private boolean stream;
    private boolean waiting;
    private boolean ended;
    private @Nullable Throwable failure;
    private Flow.@Nullable Subscription origin;

    /**
     * @param fields as those are told who read it while it comes
     * @param variant key of the requests that this answers, under the vary
     * @param tags by which the answer will be purged
     * @param length of the body as the origin says; -1 if it does not
     * @param bound bytes that are stored at most
     */
    Fill(
            int status,
            FieldList fields,
            Vary vary,
            String variant,
            List<String> tags,
            long length,
            int bound,
            FillBudget budget) {
        this.status = status;
        this.tags = tags;
        this.fields = fields;
        this.vary = vary;
        this.variant = variant;
        this.length = length;
        this.bound = bound;
        this.budget = budget;
    }

    public int status() {
        return status;
    }

    public FieldList fields() {
        return fields;
    }

    public Vary vary() {
        return vary;
    }

    /** The secondary key of the requests that it answers. */
    public String variant() {
        return variant;
    }

    /** By which the answer is purged. */
    public List<String> tags() {
        return tags;
    }

    /** Bytes of the body; negative if nobody knows yet. */
    public long length() {
        return length;
    }

    /** The body when it is there as a whole; fails when the origin fails or the body has become a stream. */
    public CompletableFuture<byte[]> whole() {
        return whole;
    }

    /** A reader from the first byte on; for one subscriber. Null if the first byte is there no longer. */
    public Flow.@Nullable Publisher<byte[]> reader() {
        synchronized (this) {
            if (!pieces.areWhole() || (failure != null && stream)) {
                return null;
            }
            Reader reader = new Reader(this);
            readers.add(reader);
            return reader;
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            origin = subscription;
        }
        subscription.request(1);
    }

    @Override
    public void onNext(byte[] piece) {
        List<Reader> wake;
        boolean more;
        boolean abandoned;
        synchronized (this) {
            if (ended) {
                return;
            }
            pieces.add(piece);
            if (!stream && (pieces.bytes() > bound || !budget.take(piece.length))) {
                becomeStream();
            } else if (!stream) {
                budgeted += piece.length;
            }
            if (stream) {
                cutLaggards();
                trim();
            }
            abandoned = stream && readers.stream().allMatch(reader -> reader.cut);
            more = !abandoned && wantsMore();
            waiting = !more;
            wake = List.copyOf(readers);
            readers.removeIf(reader -> reader.cut);
        }
        if (abandoned) {
            abandon();
        } else if (more) {
            request();
        }
        wake.forEach(Reader::drain);
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        boolean cutShort;
        synchronized (this) {
            cutShort = length >= 0 && pieces.bytes() != length;
        }
        end(cutShort ? new IllegalStateException("the body is not as long as its origin said") : null);
    }

    private void end(@Nullable Throwable cause) {
        List<Reader> wake;
        byte @Nullable [] body = null;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            failure = cause;
            budget.give(budgeted);
            budgeted = 0;
            wake = List.copyOf(readers);
            if (cause == null && !stream) {
                body = pieces.joined();
            }
        }
        if (body != null) {
            whole.complete(body);
        } else {
            whole.completeExceptionally(cause == null ? new TooLargeException() : cause);
        }
        wake.forEach(Reader::drain);
    }

    /** Nobody reads the stream any more. */
    private void abandon() {
        Flow.Subscription subscription = origin;
        if (subscription != null) {
            subscription.cancel();
        }
        end(new IllegalStateException("nobody reads any more"));
    }

    private void becomeStream() {
        stream = true;
        budget.give(budgeted);
        budgeted = 0;
        whole.completeExceptionally(new TooLargeException());
    }

    private boolean wantsMore() {
        if (!stream) {
            return true;
        }
        return pieces.bytes() - fastest() < AHEAD;
    }

    private void cutLaggards() {
        long fastest = fastest();
        for (Reader reader : readers) {
            reader.cut |= reader.read < fastest && pieces.bytes() - reader.read > (long) bound + AHEAD;
        }
    }

    /** Forgets what every reader has. */
    private void trim() {
        long slowest = pieces.end();
        for (Reader reader : readers) {
            slowest = reader.cut ? slowest : Math.min(slowest, reader.next);
        }
        pieces.forgetBefore(slowest);
    }

    private long fastest() {
        long fastest = 0;
        for (Reader reader : readers) {
            fastest = Math.max(fastest, reader.read);
        }
        return fastest;
    }

    /** The next piece of a reader; null if it has to wait. */
    synchronized byte @Nullable [] next(Reader reader) {
        byte[] piece = pieces.find(reader.next);
        if (piece != null) {
            reader.next++;
            reader.read += piece.length;
        }
        return piece;
    }

    /** A reader has taken something: a stream may go on. */
    void taken() {
        boolean more;
        synchronized (this) {
            more = waiting && !ended && wantsMore();
            if (more) {
                waiting = false;
            }
        }
        if (more) {
            request();
        }
    }

    /** A reader is gone. */
    void gone(Reader reader) {
        boolean abandoned;
        synchronized (this) {
            readers.remove(reader);
            abandoned = stream && !ended && readers.isEmpty();
        }
        if (abandoned) {
            abandon();
        }
    }

    /** Whether a reader that has to wait will get nothing more. */
    synchronized boolean isOver(Reader reader) {
        return reader.cut || (ended && reader.next >= pieces.end());
    }

    /** Why readers did not get all of it; null if they did. */
    synchronized @Nullable Throwable failure(Reader reader) {
        return reader.cut
                ? new IllegalStateException("too far behind the other readers of a body that is not stored")
                : failure;
    }

    private void request() {
        Flow.Subscription subscription = origin;
        if (subscription != null) {
            subscription.request(1);
        }
    }

    /** The body has outgrown what is stored. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("the body is not stored", null, false, false);
        }
    }
}
