package io.universalmiddleware.gateway.pattern;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A linear pattern is a regular expression in RE2's syntax: its time grows with the text and with itself, never faster.
 *
 * <p>There are no back references and no look-around. What would compile to more than {@link #MAX_SIZE} steps is refused
 * before it is compiled. Safe for many threads.
 */
public final class LinearPattern {
    /** Characters that a pattern may have. */
    public static final int MAX_LENGTH = 1_000;

    /** Steps that it may compile to. */
    public static final int MAX_SIZE = 1_000;

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    public static LinearPattern of(String text) {
        if (text.length() > MAX_LENGTH || PatternSize.of(text) > MAX_SIZE) {
            throw new IllegalArgumentException("expected a smaller pattern: at most " + MAX_LENGTH + " characters, and "
                    + MAX_SIZE + " steps when its repetitions are written out");
        }
        try {
            return new LinearPattern(Pattern.compile(text));
        } catch (PatternSyntaxException invalid) {
            throw new IllegalArgumentException(
                    "expected a regular expression in RE2's syntax: " + invalid.getDescription(), invalid);
        }
    }

    /** A matcher over the text; for one thread. */
    public Matcher on(CharSequence text) {
        return pattern.matcher(text);
    }

    /** Whether some part of the text matches. */
    public boolean foundIn(CharSequence text) {
        return pattern.matcher(text).find();
    }

    /** Whether the text as a whole matches. */
    public boolean matches(String text) {
        return pattern.matches(text);
    }

    /** How many groups it captures. */
    public int groups() {
        return pattern.groupCount();
    }

    /** Whether it has a group of that name. */
    public boolean hasGroup(String name) {
        return pattern.namedGroups().containsKey(name);
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPattern that && that.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
