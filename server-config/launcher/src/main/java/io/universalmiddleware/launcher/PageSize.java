package io.universalmiddleware.launcher;

import java.util.Map;
import picocli.CommandLine.Option;

/** How many rows of a list are shown: its first page. */
final class PageSize {
    @Option(
            names = "--limit",
            defaultValue = "50",
            description = "At most so many, 1 to 200 (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    void putTo(Map<String, String> parameters) {
        parameters.put("limit", Integer.toString(limit));
    }
}
