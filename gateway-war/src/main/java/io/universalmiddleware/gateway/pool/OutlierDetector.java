package io.universalmiddleware.gateway.pool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Outlier detection ejects targets that fail real requests, and lets them come back, as Envoy does.
 *
 * <p>Failures in a row eject at once; success rates far below the others' at the end of an interval. The first may always be ejected,
 * further ones while fewer than the allowed share are. Everything but the counting happens under its pool's lock.
 */
final class OutlierDetector {
    private final Surroundings surroundings;

    OutlierDetector(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Counts the outcome of a request.
     *
     * @param status of the answer; 503 if there was none
     * @return why the target is to be ejected; empty if it is not
     */
    static String count(Member member, int status, OutlierConfig rules) {
        OutlierRecord record = member.outliers;
        record.requests.increment();
        if (status < 500) {
            record.successes.increment();
            zero(record);
            return "";
        }
        boolean gateway = status >= 502 && status <= 504;
        int gatewayFailures = gateway ? record.consecutiveGatewayFailure.incrementAndGet() : zeroGateway(record);
        int failures = record.consecutive5xx.incrementAndGet();
        if (!rules.enabled()) {
            return "";
        }
        if (rules.consecutive5xx() > 0 && failures == rules.consecutive5xx()) {
            return "consecutive 5xx: " + failures;
        }
        if (rules.consecutiveGatewayFailure() > 0 && gatewayFailures == rules.consecutiveGatewayFailure()) {
            return "consecutive gateway failures: " + gatewayFailures;
        }
        return "";
    }

    /**
     * Ejects a target unless too many are, or it is already.
     *
     * @return whether it did
     */
    boolean eject(Member member, List<Member> all, OutlierConfig rules, String reason) {
        OutlierRecord record = member.outliers;
        zero(record);
        long ejected = all.stream().filter(Member::isEjected).count();
        if (member.isEjected() || (ejected > 0 && ejected * 100 >= (long) rules.maxEjectionPercent() * all.size())) {
            return false;
        }
        record.ejections++;
        Duration out = rules.ejection(record.ejections);
        record.ejectedUntil = surroundings.ticker().getAsLong() + out.toNanos();
        member.setEjected(true, surroundings, reason + ", for " + out.toMillis() + " ms");
        return true;
    }

    /**
     * What is due at the end of an interval: lets back whose time is over, and compares the success rates.
     *
     * @return whether anybody's state changed
     */
    boolean sweep(List<Member> all, OutlierConfig rules) {
        boolean returned = returning(all, rules);
        boolean ejected = rules.enabled() && rules.successRateMinimumHosts() > 0 && compare(all, rules);
        return returned || ejected;
    }

    private boolean returning(List<Member> all, OutlierConfig rules) {
        long now = surroundings.ticker().getAsLong();
        boolean changed = false;
        for (Member member : all) {
            if (!member.isEjected()) {
                member.outliers.ejections = Math.max(0, member.outliers.ejections - 1);
            } else if (!rules.enabled() || now - member.outliers.ejectedUntil >= 0) {
                zero(member.outliers);
                member.setEjected(false, surroundings, "its ejection is over");
                changed = true;
            }
        }
        return changed;
    }

    private boolean compare(List<Member> all, OutlierConfig rules) {
        record Rate(Member member, double percent) {}
        List<Rate> rates = all.stream()
                .map(member -> new Volume(
                        member, member.outliers.requests.sumThenReset(), member.outliers.successes.sumThenReset()))
                .filter(volume -> !volume.member.isEjected() && volume.requests >= rules.successRateRequestVolume())
                .map(volume -> new Rate(volume.member, 100.0 * volume.successes / volume.requests))
                .toList();
        if (rates.size() < rules.successRateMinimumHosts()) {
            return false;
        }
        double mean = rates.stream().mapToDouble(Rate::percent).average().orElse(100);
        double variance = rates.stream()
                .mapToDouble(rate -> (rate.percent - mean) * (rate.percent - mean))
                .average()
                .orElse(0);
        double least = mean - Math.sqrt(variance) * rules.successRateStdevFactor() / 1_000;
        boolean changed = false;
        for (Rate rate : rates) {
            if (rate.percent < least) {
                String reason = String.format(Locale.ROOT, "success rate %.1f %% below %.1f %%", rate.percent, least);
                changed |= eject(rate.member, all, rules, reason);
            }
        }
        return changed;
    }

    private record Volume(Member member, long requests, long successes) {}

    private static void zero(OutlierRecord record) {
        zero(record.consecutive5xx);
        zero(record.consecutiveGatewayFailure);
    }

    /** Reads it first: nearly always it is zero, and others read what is beside it. */
    private static void zero(AtomicInteger count) {
        if (count.get() != 0) {
            count.set(0);
        }
    }

    private static int zeroGateway(OutlierRecord record) {
        zero(record.consecutiveGatewayFailure);
        return 0;
    }
}
