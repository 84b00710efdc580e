package io.universalmiddleware.gateway.identity.password;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a password must be (NIST SP 800-63B-4, section 3.1.1.2): long enough and not one that guessers try first. Of which characters it
 * is made is its owner's affair.
 *
 * <p>Refused are common passwords, alone, repeated or with digits and signs around them; one character or short run again and again;
 * rows of the keyboard and the alphabet; what is little more than the account's address, the tenant's or the product's name; and what
 * is known from a breach, where a file of such passwords is configured.
 */
public final class PasswordRules {
    private static final int MOST = 256;
    private static final int OWN = 8;
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz",
            "01234567890",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwertzuiop",
            "azertyuiop");
    private static final Set<String> PRODUCT = Set.of("universal", "middleware", "universalmiddleware", "gopro");

    private final int least;
    private final Set<String> common;
    private final Predicate<String> breached;

    /** @param least characters @param common passwords in lower case */
    public PasswordRules(int least, Set<String> common) {
        this(least, common, password -> false);
    }

    /** @param breached whether a password is known from a breach */
    PasswordRules(int least, Set<String> common, Predicate<String> breached) {
        this.least = least;
        this.common = Set.copyOf(common);
        this.breached = breached;
    }

    /** The configured rules. */
    public static PasswordRules from(Settings settings) {
        return new PasswordRules(
                HashSettings.from(settings).least(),
                CommonPasswords.load(),
                settings.find(BreachedPasswords.SETTING)
                        .<Predicate<String>>map(file -> file::contains)
                        .orElse(password -> false));
    }

    /**
     * Refuses what guessers try first.
     *
     * @param pointer of the password in the request
     * @param context what belongs to the account: address, names
     * @throws ProblemException 400 saying what it lacks, and not what it is
     */
    public void check(String pointer, String password, String... context) {
        complaint(password, context).ifPresent(complaint -> {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(pointer, complaint))));
        });
    }

    /** What is wrong with a password, if anything is. */
    Optional<String> complaint(String password, String... context) {
        String normalized = Passwords.normalized(password);
        int length = normalized.codePointCount(0, normalized.length());
        if (length < least) {
            return Optional.of("expected at least " + least + " characters");
        }
        if (length > MOST) {
            return Optional.of("expected at most " + MOST + " characters");
        }
        String plain = normalized.toLowerCase(Locale.ROOT);
        if (isCommon(plain)) {
            return Optional.of("is one that is tried first: a common password, or one thing again and again");
        }
        if (without(plain, words(context)).length() < OWN) {
            return Optional.of("is little more than a name that belongs to the account");
        }
        return breached.test(password)
                ? Optional.of("is known from a breach: somebody had it before")
                : Optional.empty();
    }

    private boolean isCommon(String plain) {
        String core = repeated(plain);
        String letters = trimmed(core);
        return core.length() < OWN && !core.equals(plain)
                || common.contains(core)
                || letters.length() >= OWN / 2
                        && common.contains(repeated(letters))
                        && core.length() - letters.length() < OWN
                || withoutRows(plain).length() < OWN / 2;
    }

    /** What a text repeats from its beginning to its end, the last time perhaps in part; itself if it repeats nothing. */
    static String repeated(String text) {
        for (int period = 1; period <= text.length() / 2; period++) {
            if (text.startsWith(text.substring(period))) {
                return text.substring(0, period);
            }
        }
        return text;
    }

    /** Without what is no letter, before and behind. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && !Character.isLetter(text.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetter(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Without runs of four or more neighbours on a row, forwards or backwards. */
    private static String withoutRows(String text) {
        StringBuilder rest = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int run = Math.max(run(text, at, 1), run(text, at, -1));
            if (run >= 4) {
                at += run;
            } else {
                rest.append(text.charAt(at++));
            }
        }
        return rest.toString();
    }

    private static int run(String text, int from, int step) {
        int longest = 0;
        for (String row : ROWS) {
            int at = row.indexOf(text.charAt(from));
            int run = 0;
            while (at >= 0
                    && at < row.length()
                    && from + run < text.length()
                    && text.charAt(from + run) == row.charAt(at)) {
                run++;
                at += step;
            }
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static Set<String> words(String... context) {
        return Stream.concat(
                        PRODUCT.stream(),
                        Stream.of(context)
                                .flatMap(text ->
                                        Stream.concat(Stream.of(text), Stream.of(text.split("[^\\p{L}\\p{N}]+")))))
                .map(word -> Passwords.normalized(word).toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= 3)
                .collect(Collectors.toSet());
    }

    /** The longest words are taken out first, then what is no letter or digit. */
    private static String without(String plain, Set<String> words) {
        String rest = plain;
        for (String word : words.stream()
                .sorted((one, other) -> other.length() - one.length())
                .toList()) {
            rest = rest.replace(word, "");
        }
        return rest;
    }
}
