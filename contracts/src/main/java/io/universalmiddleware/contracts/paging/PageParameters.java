package io.universalmiddleware.contracts.paging;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Page parameters are {@code limit} and {@code cursor} of a request for a list. */
public final class PageParameters {
    /** The most that one page holds. */
    public static final int MAX_LIMIT = 200;

    private static final int MAX_DIGITS = 3;

    private PageParameters() {}

    /**
     * How many a page is to hold.
     *
     * @throws ProblemException unless it is a whole number from 1 to {@link #MAX_LIMIT}
     */
    public static int limit(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = digits ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw invalid("limit", "expected a whole number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /**
     * Where a page begins; null for the first.
     *
     * @param parse empty for what no page gave
     * @throws ProblemException if no page gave it
     */
    public static <T> @Nullable T cursor(@Nullable String text, Function<String, Optional<T>> parse) {
        return text == null
                ? null
                : parse.apply(text).orElseThrow(() -> invalid("cursor", "expected a page's nextCursor"));
    }

    /** A row's number as lists and paths tell it: up to 18 digits; empty for any other text. */
    public static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static ProblemException invalid(String parameter, String expected) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(parameter, expected))));
    }
}
