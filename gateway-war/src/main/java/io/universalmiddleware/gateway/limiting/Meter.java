package io.universalmiddleware.gateway.limiting;

/**
 * A meter counts for one limit and one of those it counts apart, in this process.
 *
 * <p>It does what the script does in Redis ({@link LimitScript}), in the same whole numbers, so that both say the same at the same
 * time. A change of the rate keeps what was used. A clock that goes back takes nothing away and gives nothing. Not safe for use by
 * several threads.
 */
final class Meter {
    private Rate rate;
    /** Of a bucket: what is in it, in requests × perMillis. Of a window: its number. */
    private long first;
    /** Of a bucket: when that was so. Of a window: its requests. */
    private long second;
    /** Of a window: the requests of the one before. */
    private long third;

    Meter(Rate rate, long now) {
        this.rate = rate;
        first = rate.algorithm() == Algorithm.TOKEN_BUCKET ? 0 : now / rate.perMillis();
        second = rate.algorithm() == Algorithm.TOKEN_BUCKET ? now : 0;
    }

    /** Milliseconds after which a request would pass if no other came; 0 if one passes now. */
    long waiting(Rate by, long now) {
        advance(by, now);
        return by.algorithm() == Algorithm.TOKEN_BUCKET ? bucketWaiting() : windowWaiting(now);
    }

    /** Counts a request; only right after {@link #waiting} was 0. */
    void take() {
        if (rate.algorithm() == Algorithm.TOKEN_BUCKET) {
            first += rate.perMillis();
        } else {
            second++;
        }
    }

    /**
     * Forgets some that were counted at {@code since} and have not passed; none if it counts by another rate by now. A bucket keeps
     * what it can have let out since.
     */
    void giveBack(Rate by, long many, long since, long now) {
        boolean same = by.algorithm() == rate.algorithm()
                && by.perMillis() == rate.perMillis()
                && by.requests() == rate.requests();
        if (!same || now < since) {
            return;
        }
        advance(rate, now);
        if (rate.algorithm() == Algorithm.TOKEN_BUCKET) {
            first = Math.max(0, first - Math.max(0, many * rate.perMillis() - (now - since) * rate.requests()));
        } else if (first == since / rate.perMillis()) {
            second = Math.max(0, second - many);
        } else if (first == since / rate.perMillis() + 1) {
            third = Math.max(0, third - many);
        }
    }

    /** How many more would pass now. */
    long remaining(long now) {
        if (rate.algorithm() == Algorithm.TOKEN_BUCKET) {
            return Math.max(0, (rate.burst() * rate.perMillis() - first) / rate.perMillis());
        }
        return Math.max(0, (rate.requests() - second) * rate.perMillis() - third * left(now)) / rate.perMillis();
    }

    /** Milliseconds after which nothing counts any more if no request comes. */
    long reset(long now) {
        if (rate.algorithm() == Algorithm.TOKEN_BUCKET) {
            return ceil(first, rate.requests());
        }
        return second > 0 ? left(now) + rate.perMillis() : third > 0 ? left(now) : 0;
    }

    private void advance(Rate by, long now) {
        if (!by.equals(rate)) {
            change(by, now);
        } else if (by.algorithm() == Algorithm.TOKEN_BUCKET) {
            leak(now);
        } else {
            turn(now);
        }
    }

    private void leak(long now) {
        long passed = now - second;
        if (passed > 0) {
            first = passed >= ceil(first, rate.requests()) ? 0 : first - passed * rate.requests();
        }
        second = now;
    }

    private void turn(long now) {
        long window = now / rate.perMillis();
        if (window > first) {
            third = window == first + 1 ? second : 0;
            second = 0;
        }
        first = window;
    }

    private void change(Rate to, long now) {
        boolean same = to.algorithm() == rate.algorithm() && to.perMillis() == rate.perMillis();
        if (same) {
            rate = to;
            advance(to, now);
        } else {
            double used = used(now);
            rate = to;
            boolean bucket = to.algorithm() == Algorithm.TOKEN_BUCKET;
            first = bucket ? (long) Math.ceil(used * to.perMillis()) : now / to.perMillis();
            second = bucket ? now : (long) Math.ceil(used);
            third = 0;
        }
        if (to.algorithm() == Algorithm.TOKEN_BUCKET) {
            first = Math.min(first, to.burst() * to.perMillis());
        } else {
            second = Math.min(second, to.requests());
            third = Math.min(third, to.requests());
        }
    }

    private double used(long now) {
        advance(rate, now);
        return rate.algorithm() == Algorithm.TOKEN_BUCKET
                ? (double) first / rate.perMillis()
                : second + (double) third * left(now) / rate.perMillis();
    }

    private long bucketWaiting() {
        long over = first + rate.perMillis() - rate.burst() * rate.perMillis();
        return over <= 0 ? 0 : ceil(over, rate.requests());
    }

    private long windowWaiting(long now) {
        long per = rate.perMillis();
        long free = rate.requests() - second - 1;
        if (free >= 0 && third * left(now) <= free * per) {
            return 0;
        }
        if (free >= 0) {
            return left(now) - free * per / third;
        }
        return left(now) + per - (rate.requests() - 1) * per / second;
    }

    /** Milliseconds until the current window ends. */
    private long left(long now) {
        return rate.perMillis() - now % rate.perMillis();
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
