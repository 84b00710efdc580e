package io.universalmiddleware.gateway.webhook;

import io.universalmiddleware.gateway.document.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event filter says which types of events an endpoint wants: types by their whole names, and names' beginnings before a {@code *}.
 *
 * <p>A lone {@code *} stands for every event of the applications; those of the platform, {@code um.…}, must be named.
 */
public record EventFilter(Set<String> types, List<String> prefixes) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,198}\\*?|\\*");
    private static final String EXPECTED =
            "expected an event type such as gopro.CourseCreated, the beginning of some before a *, or * alone";
    private static final String PLATFORM = "um.";
    private static final int MOST = 100;

    public EventFilter {
        types = Set.copyOf(types);
        prefixes = List.copyOf(prefixes);
    }

    static EventFilter read(Section in, String field) {
        List<String> wanted = in.oneOrMoreTexts(field);
        if (wanted.size() > MOST) {
            in.violation(field, "expected at most " + MOST);
        }
        Set<String> types = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            String text = wanted.get(i);
            if (!FORM.matcher(text).matches()) {
                in.violation(field, i, EXPECTED);
            } else if (text.endsWith("*")) {
                prefixes.add(text.substring(0, text.length() - 1));
            } else {
                types.add(text);
            }
        }
        return new EventFilter(types, List.copyOf(prefixes));
    }

    public boolean wants(String type) {
        return types.contains(type) || prefixes.stream().anyMatch(prefix -> wants(prefix, type));
    }

    private static boolean wants(String prefix, String type) {
        return prefix.isEmpty() ? !type.startsWith(PLATFORM) : type.startsWith(prefix);
    }
}
