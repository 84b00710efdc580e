package io.universalmiddleware.command.intake;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An idempotency key is the client's name for one request: 1 to 255 visible ASCII characters.
 *
 * <p>Written plainly, or as the draft standard has it: a string of RFC 9651 in double quotes.
 */
record IdempotencyKey(String value) {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws ProblemException if the header is there and not valid */
    static Optional<IdempotencyKey> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
        }
        if (!VISIBLE.matcher(text).matches()) {
            throw new ProblemException(Problem.of(
                    ProblemType.INVALID_REQUEST,
                    null,
                    List.of(new Violation(HEADER, "expected 1 to 255 visible ASCII characters"))));
        }
        return Optional.of(new IdempotencyKey(text));
    }
}
