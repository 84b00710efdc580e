package io.universalmiddleware.gateway.analytics;

import org.jspecify.annotations.Nullable;

/** Texts of strangers made fit for a log: bounded, of one line, and nothing in them that a screen obeys. */
final class LogText {
    private static final char INSTEAD = '\uFFFD';
    private static final char MORE = '…';

    private LogText() {}

    /** @param most characters, 2 at least */
    static String fit(String text, int most) {
        boolean cut = text.length() > most;
        int end = cut ? most - 1 : text.length();
        StringBuilder fit = null;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean paired =
                    Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1));
            if (paired) {
                i++;
            } else if (isUnfit(c)) {
                fit = fit == null ? new StringBuilder(text) : fit;
                fit.setCharAt(i, INSTEAD);
            }
        }
        String clean = fit == null ? text : fit.toString();
        return cut ? clean.substring(0, end) + MORE : clean;
    }

    static @Nullable String fitOrNull(@Nullable String text, int most) {
        return text == null ? null : fit(text, most);
    }

    private static boolean isUnfit(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
