package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rate admits, as its definition says it, over all moments at which requests were admitted: slow and plain, to hold the
 * meters against.
 */
final class Moments {
    private final Rate rate;
    private final List<Long> admitted = new ArrayList<>();

    Moments(Rate rate) {
        this.rate = rate;
    }

    boolean admits(long now) {
        return rate.algorithm() == Algorithm.TOKEN_BUCKET ? fitsBucket(now) : fitsWindow(now);
    }

    void admit(long now) {
        admitted.add(now);
    }

    /** In no span that ends now are more than the burst and what the span's time gives. */
    private boolean fitsBucket(long now) {
        for (int i = 0; i < admitted.size(); i++) {
            long inSpan = admitted.size() - i + 1;
            long given = (now - admitted.get(i)) * rate.requests();
            if ((inSpan - rate.burst()) * rate.perMillis() > given) {
                return false;
            }
        }
        return rate.burst() >= 1;
    }

    private boolean fitsWindow(long now) {
        long per = rate.perMillis();
        long begin = now - now % per;
        long current = admitted.stream().filter(at -> at >= begin).count();
        long before =
                admitted.stream().filter(at -> at < begin && at >= begin - per).count();
        return before * (per - now % per) + (current + 1) * per <= rate.requests() * per;
    }
}
