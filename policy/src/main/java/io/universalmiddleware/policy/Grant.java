package io.universalmiddleware.policy;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grant lets a role do an operation: with every resource of the tenant, or with those that a pattern names. As text it is {@code operation} or
 * {@code operation:pattern}.
 *
 * <p>A pattern is a name, or how names begin and then {@code *}; <code>{user}</code> in it is who asks. {@link #OWN} is what is theirs.
 *
 * @param pattern null for every resource
 */
record Grant(String operation, @Nullable String pattern) {
    static final String OWN = "@own";
    private static final int LONGEST = 255;

    /** Operations that ask about the resource's name. */
    private static final Set<String> NAMED = Set.of(
            "publishToChannel", "readHistory", "readPresence", "readView", "submitCommand", "subscribeToChannel");

    /** Operations that ask whose the resource is. */
    private static final Set<String> OWNED = Set.of("getCommand", "getCommandTimeline", "listCommands");

    static Grant parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Grant(text, null) : new Grant(text.substring(0, colon), text.substring(colon + 1));
    }

    /** What is wrong with its pattern, if anything. A pattern that nobody asks about would grant everything. */
    Optional<String> complaint() {
        if (pattern == null) {
            return Optional.empty();
        }
        if (OWNED.contains(operation)) {
            return pattern.equals(OWN) ? Optional.empty() : Optional.of("can be limited by " + OWN + " alone");
        }
        if (!NAMED.contains(operation)) {
            return Optional.of("cannot be limited by a pattern");
        }
        int star = pattern.indexOf('*');
        boolean valid = !pattern.isBlank()
                && !pattern.startsWith("@")
                && pattern.length() <= LONGEST
                && pattern.chars().noneMatch(Character::isISOControl)
                && (star < 0 || star == pattern.length() - 1);
        return valid ? Optional.empty() : Optional.of("has no valid pattern: a name, or its beginning and *");
    }
}
