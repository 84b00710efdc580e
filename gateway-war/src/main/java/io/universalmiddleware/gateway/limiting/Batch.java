package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A batch is the checks of one moment on one event loop, as the arguments of one call of {@link LimitScript}. */
final class Batch {
    /** Checks in one call. */
    static final int MOST = 64;

    /** Keys in one call, but for those of a single check: Lua takes some 8,000 values at once. */
    static final int MOST_KEYS = 2_000;

    private static final String[] NUMBERS = numbers();
    private static final String BUCKET = "0";
    private static final String WINDOW = "1";

    private final List<Check> checks;
    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final Map<Rate, Integer> rateNumbers = new HashMap<>();
    private final List<Object> keys = new ArrayList<>();
    private final List<Object> rates = new ArrayList<>();
    private final List<Object> asked = new ArrayList<>();

    /** @param prefix what every key begins with */
    Batch(List<Check> checks, String prefix) {
        this.checks = checks;
        for (Check check : checks) {
            asked.add(number(check.keys().length));
            asked.add(number(check.want()));
            if (check.givesBack()) {
                asked.add(Long.toString(check.since()));
            }
            for (int i = 0; i < check.keys().length; i++) {
                asked.add(number(key(prefix, check.keys()[i])));
                asked.add(number(rate(check.limits().get(i).rate())));
            }
        }
    }

    List<Check> checks() {
        return checks;
    }

    List<Object> keys() {
        return keys;
    }

    /** @param now the time in milliseconds; 0 for that of Redis */
    Object[] arguments(long now) {
        List<Object> arguments = new ArrayList<>(2 + rates.size() + asked.size());
        arguments.add(Long.toString(now));
        arguments.add(number(rateNumbers.size()));
        arguments.addAll(rates);
        arguments.addAll(asked);
        return arguments.toArray();
    }

    /** The answers, in the order of the requests. */
    List<Answer> answers(List<Object> answer) {
        List<Answer> answers = new ArrayList<>(checks.size());
        long now = whole(answer.get(0));
        int at = 1;
        for (Check check : checks) {
            if (check.givesBack()) {
                continue;
            }
            int refusing = (int) whole(answer.get(at));
            long waiting = whole(answer.get(at + 1));
            int index = refusing > 0 ? refusing - 1 : tightest(answer, at + 2, check.keys().length);
            Decision decision = new Decision(
                    check.limits().get(index),
                    whole(answer.get(at + 2 + 2 * index)),
                    whole(answer.get(at + 3 + 2 * index)),
                    waiting,
                    Decision.Source.REDIS);
            at += 3 + 2 * check.keys().length;
            answers.add(new Answer(decision, (int) whole(answer.get(at - 1)), now));
        }
        return answers;
    }

    private static int tightest(List<Object> answer, int at, int limits) {
        int tightest = 0;
        for (int i = 1; i < limits; i++) {
            if (whole(answer.get(at + 2 * i)) < whole(answer.get(at + 2 * tightest))) {
                tightest = i;
            }
        }
        return tightest;
    }

    private int key(String prefix, String key) {
        Integer known = keyNumbers.get(key);
        if (known != null) {
            return known;
        }
        keys.add(prefix + key);
        keyNumbers.put(key, keys.size());
        return keys.size();
    }

    private int rate(Rate rate) {
        Integer known = rateNumbers.get(rate);
        if (known != null) {
            return known;
        }
        rates.add(rate.algorithm() == Algorithm.TOKEN_BUCKET ? BUCKET : WINDOW);
        rates.add(Long.toString(rate.requests()));
        rates.add(Long.toString(rate.perMillis()));
        rates.add(Long.toString(rate.burst()));
        rateNumbers.put(rate, rateNumbers.size() + 1);
        return rateNumbers.size();
    }

    private static long whole(Object number) {
        return number instanceof Number value ? value.longValue() : Long.parseLong(number.toString());
    }

    private static String number(int value) {
        return value >= 0 && value < NUMBERS.length ? NUMBERS[value] : Integer.toString(value);
    }

    private static String[] numbers() {
        String[] numbers = new String[256];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.toString(i);
        }
        return numbers;
    }
}
