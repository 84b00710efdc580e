package io.universalmiddleware.gateway.pool;

/**
 * A retry budget bounds what retries add to an origin's load, so that they cannot bring down what struggles.
 *
 * <p>In any 10 s there are no more retries than a share of the requests, beside 10 a second for origins that have few.
 */
final class RetryBudget {
    static final int SECONDS = 10;
    static final int LEAST_PER_SECOND = 10;

    private final RecentCount requests = new RecentCount(SECONDS);
    private final RecentCount retries = new RecentCount(SECONDS);

    void request(long nowNanos) {
        requests.add(nowNanos);
    }

    /** Whether a retry is within the budget; if so it is taken from it. */
    boolean take(int percent, long nowNanos) {
        long allowed = requests.sum(nowNanos) * percent / 100 + (percent == 0 ? 0 : SECONDS * LEAST_PER_SECOND);
        if (retries.sum(nowNanos) >= allowed) {
            return false;
        }
        retries.add(nowNanos);
        return true;
    }
}
