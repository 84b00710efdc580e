package io.universalmiddleware.command.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wait preference is how long a client would have the server work before it answers 202 ({@code Prefer: wait=5}, RFC
 * 7240, section 4.3). At most {@value #MAX_SECONDS} seconds; one that is not valid is ignored, as the RFC demands.
 */
record WaitPreference(int seconds) {
    static final String HEADER = "Prefer";
    static final String APPLIED = "Preference-Applied";
    private static final int MAX_SECONDS = 30;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

    /** @param headers the values of all {@code Prefer} fields */
    static Optional<WaitPreference> parse(Collection<String> headers) {
        Matcher wait = WAIT.matcher(String.join(",", headers));
        return wait.find()
                ? Optional.of(new WaitPreference(Math.min(MAX_SECONDS, Integer.parseInt(wait.group(1)))))
                : Optional.empty();
    }

    Duration duration() {
        return Duration.ofSeconds(seconds);
    }

    /** The value of {@code Preference-Applied}. */
    String applied() {
        return "wait=" + seconds;
    }
}
