package io.universalmiddleware.command.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aggregate id template says what the aggregate id must be, made of payload members: <code>{learner}:{course}</code>.
 *
 * @param text the template; empty for any id
 */
public record AggregateIdTemplate(String text) {
    private static final Pattern MEMBER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** @throws IllegalArgumentException if braces stand alone */
    public AggregateIdTemplate {
        String rest = MEMBER.matcher(text).replaceAll("");
        if (rest.contains("{") || rest.contains("}")) {
            throw new IllegalArgumentException("'" + text + "' is no template: a member stands in braces");
        }
    }

    /** Whether any id will do. */
    public boolean isAny() {
        return text.isEmpty();
    }

    /** The id that a payload gives; empty if a member is missing or neither text nor number. */
    public Optional<String> fill(JsonNode payload) {
        StringBuilder id = new StringBuilder();
        Matcher member = MEMBER.matcher(text);
        while (member.find()) {
            JsonNode value = payload.path(member.group(1));
            if (!value.isTextual() && !value.isNumber()) {
                return Optional.empty();
            }
            member.appendReplacement(id, Matcher.quoteReplacement(value.asText()));
        }
        member.appendTail(id);
        return Optional.of(id.toString());
    }
}
