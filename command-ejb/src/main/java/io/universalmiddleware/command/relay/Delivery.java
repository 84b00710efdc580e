package io.universalmiddleware.command.relay;

import io.universalmiddleware.persistence.outbox.UnpublishedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A delivery follows rows on their way to Kafka until each is acknowledged or has failed. */
final class Delivery {
    private final List<UnpublishedRow> rows;
    private final boolean[] acknowledged;
    private final CountDownLatch open;
    private volatile @Nullable Exception failure;

    Delivery(List<UnpublishedRow> rows) {
        this.rows = rows;
        this.acknowledged = new boolean[rows.size()];
        this.open = new CountDownLatch(rows.size());
    }

    void acknowledged(int index) {
        acknowledged[index] = true;
        open.countDown();
    }

    /** Answers whether it is the first that failed. */
    boolean failed(Exception cause) {
        boolean first = failure == null;
        if (first) {
            failure = cause;
        }
        open.countDown();
        return first;
    }

    /** Why the first that failed has failed; null if none has. */
    @Nullable
    Exception failure() {
        return failure;
    }

    boolean await(long millis) throws InterruptedException {
        return open.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Once it has ended: what has to be sent again, in order. */
    List<UnpublishedRow> unacknowledged() {
        List<UnpublishedRow> left = new ArrayList<>();
        for (int i = 0; i < acknowledged.length; i++) {
            if (!acknowledged[i]) {
                left.add(rows.get(i));
            }
        }
        return left;
    }
}
