package io.universalmiddleware.gateway.pattern;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A pattern's size is about how many steps it compiles to: its atoms, each as often as counted repetitions around it say.
 *
 * <p>It is taken from the text, since compiling {@code ((a{1000}){1000}){1000}} is what must not happen.
 */
final class PatternSize {
    private static final long HUGE = Integer.MAX_VALUE;
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final Deque<long[]> open = new ArrayDeque<>();
    private long[] level = {0, 0};
    private int at;

    private PatternSize(String text) {
        this.text = text;
    }

    static long of(String text) {
        return new PatternSize(text).measure();
    }

    private long measure() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> {
                    open.push(level);
                    level = new long[] {0, 0};
                    at++;
                }
                case ')' -> close();
                case '{' -> repetition();
                default -> atom(1);
            }
            if (level[0] >= HUGE || open.size() > MAX_DEPTH) {
                return HUGE;
            }
        }
        return level[0] + open.stream().mapToLong(sums -> sums[0]).sum();
    }

    private void atom(int length) {
        at += length;
        level[0]++;
        level[1] = 1;
    }

    private void escape() {
        if (!text.startsWith("\\Q", at)) {
            atom(2);
            return;
        }
        int end = text.indexOf("\\E", at);
        int stop = end < 0 ? text.length() : end;
        level[0] += stop - at;
        level[1] = 1;
        at = stop + 2;
    }

    private void characterClass() {
        int from = at + (text.startsWith("[^", at) ? 2 : 1);
        int i = text.startsWith("]", from) ? from + 1 : from;
        while (i < text.length() && text.charAt(i) != ']') {
            int named = text.startsWith("[:", i) ? text.indexOf(":]", i) : -1;
            i = named > 0 ? named + 2 : i + (text.charAt(i) == '\\' ? 2 : 1);
        }
        atom(i + 1 - at);
    }

    private void close() {
        at++;
        if (!open.isEmpty()) {
            long inside = level[0] + 2;
            level = open.pop();
            level[0] += inside;
            level[1] = inside;
        }
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}: the atom before it stands n or m times; anything else is text. */
    private void repetition() {
        int end = text.indexOf('}', at);
        String[] bounds = end < 0 ? new String[0] : text.substring(at + 1, end).split(",", -1);
        long times = 1;
        for (String bound : bounds) {
            if (!bound.isEmpty() && bound.length() <= 6 && bound.chars().allMatch(c -> c >= '0' && c <= '9')) {
                times = Math.max(times, Long.parseLong(bound));
            }
        }
        if (times == 1) {
            atom(1);
            return;
        }
        level[0] = Math.min(HUGE, level[0] + level[1] * (times - 1));
        level[1] = Math.min(HUGE, level[1] * times);
        at = end + 1;
    }
}
