package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What the script is to do, by meters, which are held against the definitions by properties of their own. */
final class ScriptModel {
    private final Map<String, Meter> meters = new HashMap<>();

    /** The answers to those that ask, in their order. */
    List<Answer> decide(List<Check> checks, long now) {
        List<Answer> answers = new ArrayList<>();
        for (Check check : checks) {
            if (check.givesBack()) {
                giveBack(check, now);
            } else {
                answers.add(decide(check, now));
            }
        }
        return answers;
    }

    long left(String key, long now) {
        return meters.get(key).remaining(now);
    }

    private void giveBack(Check check, long now) {
        for (int i = 0; i < check.keys().length; i++) {
            Meter meter = meters.get(check.keys()[i]);
            if (meter != null) {
                meter.giveBack(check.limits().get(i).rate(), -check.want(), check.since(), now);
            }
        }
    }

    private Answer decide(Check check, long now) {
        LimitSet set = check.limits();
        List<Meter> counting = new ArrayList<>();
        int refusing = -1;
        long longest = 0;
        for (int i = 0; i < set.size(); i++) {
            Rate rate = set.get(i).rate();
            Meter meter = meters.computeIfAbsent(check.keys()[i], key -> new Meter(rate, now));
            counting.add(meter);
            long waiting = meter.waiting(rate, now);
            if (waiting > longest) {
                longest = waiting;
                refusing = i;
            }
        }
        int told = Math.max(0, refusing);
        long lent = 0;
        if (refusing < 0) {
            counting.forEach(Meter::take);
            for (int i = 1; i < counting.size(); i++) {
                told = counting.get(i).remaining(now) < counting.get(told).remaining(now) ? i : told;
            }
            lent = Math.min(check.want(), counting.get(told).remaining(now) / 1_000);
        }
        Meter meter = counting.get(told);
        Decision decision =
                new Decision(set.get(told), meter.remaining(now), meter.reset(now), longest, Decision.Source.REDIS);
        LongStream.range(0, lent).forEach(each -> counting.forEach(Meter::take));
        return new Answer(decision, (int) lent, now);
    }
}
