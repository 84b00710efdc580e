package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A section is one object of a configuration document, read field by field; what is wrong is collected with its JSON pointer.
 *
 * <p>A field that is absent or {@code null} gives the fallback. A field that is not valid gives the fallback too, so that
 * reading goes on and tells every violation at once: whoever reads must look at the {@link Violations} before using the
 * result. A field that nobody asked for is a violation, told by {@link #end} of the outermost section.
 */
public final class Section {
    /** The longest text of a field, in characters. */
    public static final int MAX_TEXT = 10_000;

    /** The most items of a list, or fields of a map. */
    public static final int MAX_ITEMS = 1_000;

    private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

    private final JsonNode object;
    private final String pointer;
    private final Violations violations;
    private final Set<String> asked = new HashSet<>();
    private final List<Section> within = new ArrayList<>();
    private boolean ended;

    private Section(JsonNode object, String pointer, Violations violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
    }

    /** The outermost section, whose pointer is empty. Anything but an object is a violation and reads as an empty one. */
    public static Section of(JsonNode object, Violations violations) {
        if (!object.isObject()) {
            violations.add("", "expected an object");
        }
        return new Section(object.isObject() ? object : EMPTY, "", violations);
    }

    /** The section's place in the document. */
    public String pointer() {
        return pointer;
    }

    /** The names of its fields, in their order. Does not count as asking for them. */
    public List<String> fields() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Whether the field is there and not {@code null}. Does not count as asking for it. */
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** Whether the field is there, be it null: a merge patch says something of it (RFC 7396). Does not count as asking for it. */
    public boolean isSaid(String field) {
        return object.has(field);
    }

    /** Whether the field is there and null, by which a merge patch removes it (RFC 7396). Does not count as asking for it. */
    public boolean isNull(String field) {
        return object.path(field).isNull();
    }

    /** Whether the field holds text. Does not count as asking for it. */
    public boolean isText(String field) {
        return object.path(field).isTextual();
    }

    /** Whether the field holds an object. Does not count as asking for it. */
    public boolean isObject(String field) {
        return object.path(field).isObject();
    }

    /** Whether the field holds a list. Does not count as asking for it. */
    public boolean isList(String field) {
        return object.path(field).isArray();
    }

    /** The text; null if absent. Without control characters, and of at most {@value #MAX_TEXT} characters. */
    public @Nullable String text(String field) {
        @Nullable JsonNode value = ask(field);
        return value == null ? null : textAt(at(field), value);
    }

    public String text(String field, String fallback) {
        @Nullable String value = text(field);
        return value == null ? fallback : value;
    }

    /** The text, which must be there and not blank; empty if it is not. */
    public String required(String field) {
        if (!has(field)) {
            asked.add(field);
            violation(field, "is required");
            return "";
        }
        String value = text(field, "");
        if (value.isBlank() && isText(field) && object.path(field).textValue().isBlank()) {
            violation(field, "expected text that is not blank");
        }
        return value;
    }

    /** A whole number from {@code min} to {@code max}. */
    public int integer(String field, int fallback, int min, int max) {
        return (int) whole(field, fallback, min, max);
    }

    /** A whole number from {@code min} to {@code max}. */
    public long whole(String field, long fallback, long min, long max) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return fallback;
        }
        boolean valid = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= min
                && value.longValue() <= max;
        if (!valid) {
            violation(field, "expected a whole number from " + min + " to " + max);
        }
        return valid ? value.longValue() : fallback;
    }

    /** A number from {@code min} to {@code max}. */
    public double number(String field, double fallback, double min, double max) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return fallback;
        }
        boolean valid = value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max;
        if (!valid) {
            violation(field, "expected a number from " + plain(min) + " to " + plain(max));
        }
        return valid ? value.doubleValue() : fallback;
    }

    public boolean flag(String field, boolean fallback) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            violation(field, "expected true or false");
        }
        return value.isBoolean() ? value.booleanValue() : fallback;
    }

    /** A duration from {@code min} to {@code max}, written as {@link DurationText} says. */
    public Duration duration(String field, Duration fallback, Duration min, Duration max) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return fallback;
        }
        Optional<Duration> duration = value.isTextual() ? DurationText.parse(value.textValue()) : Optional.empty();
        Optional<Duration> valid = duration.filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0);
        if (valid.isEmpty()) {
            violation(
                    field,
                    "expected a duration such as 250ms, 5s, 1m, 1h or 1d, from " + DurationText.format(min) + " to "
                            + DurationText.format(max));
        }
        return valid.orElse(fallback);
    }

    /** One of the type's constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String field, Class<E> type, E fallback) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return fallback;
        }
        for (E constant : type.getEnumConstants()) {
            if (value.isTextual() && written(constant).equals(value.textValue())) {
                return constant;
            }
        }
        violation(
                field,
                "expected "
                        + Stream.of(type.getEnumConstants())
                                .map(Section::written)
                                .collect(Collectors.joining(" or ")));
        return fallback;
    }

    /** The section in a field. Ends with this one. */
    public Optional<Section> object(String field) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            violation(field, "expected an object");
            return Optional.empty();
        }
        return Optional.of(inner(value, at(field)));
    }

    /** The sections in a field's list, in order; none if it is absent. They end with this one. */
    public List<Section> objects(String field) {
        return items(field, this::innerAt);
    }

    /** The sections of a field that holds one object or a list of them; none if it is absent. They end with this one. */
    public List<Section> oneOrMore(String field) {
        return isObject(field) ? object(field).stream().toList() : objects(field);
    }

    /** The texts in a field's list, in order; none if it is absent. */
    public List<String> texts(String field) {
        return items(field, this::textAt);
    }

    /** The texts of a field that holds one text or a list of them; none if it is absent. */
    public List<String> oneOrMoreTexts(String field) {
        return isText(field) ? Stream.ofNullable(text(field)).toList() : texts(field);
    }

    /** The fields of an object whose values are all text, in their order; none if it is absent. */
    public Map<String, String> map(String field) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject() || value.size() > MAX_ITEMS) {
            violation(field, "expected an object of texts, of at most " + MAX_ITEMS + " fields");
            return Map.of();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            @Nullable String text = textAt(Pointer.field(at(field), entry.getKey()), entry.getValue());
            if (text != null) {
                read.put(entry.getKey(), text);
            }
        }
        return Collections.unmodifiableMap(read);
    }

    /** The field's value, whatever it is; null if absent. What is in it is the asker's to check. */
    public @Nullable JsonNode any(String field) {
        return ask(field);
    }

    /** Notes that a field is not valid. @param message what is expected */
    public void violation(String field, String message) {
        violations.add(at(field), message);
    }

    /** Notes that an item of a field's list is not valid. */
    public void violation(String field, int index, String message) {
        violations.add(Pointer.item(at(field), index), message);
    }

    /** Notes that the value of a key in a field's map is not valid. */
    public void violation(String field, String key, String message) {
        violations.add(Pointer.field(at(field), key), message);
    }

    /** Notes that the section as a whole is not valid. */
    public void violation(String message) {
        violations.add(pointer, message);
    }

    /** Ends reading: every field that was not asked for, here and in the sections within, is a violation. */
    public void end() {
        if (!ended) {
            ended = true;
            object.fieldNames().forEachRemaining(field -> {
                if (!asked.contains(field)) {
                    violation(field, "unknown field");
                }
            });
        }
        within.forEach(Section::end);
    }

    private @Nullable JsonNode ask(String field) {
        asked.add(field);
        @Nullable JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private <T> List<T> items(String field, Item<T> item) {
        @Nullable JsonNode value = ask(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_ITEMS) {
            violation(field, "expected a list of at most " + MAX_ITEMS + " items");
            return List.of();
        }
        List<T> read = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            @Nullable T one = item.read(Pointer.item(at(field), i), value.get(i));
            if (one != null) {
                read.add(one);
            }
        }
        return Collections.unmodifiableList(read);
    }

    private @Nullable Section innerAt(String at, JsonNode value) {
        if (value.isObject()) {
            return inner(value, at);
        }
        violations.add(at, "expected an object");
        return null;
    }

    private Section inner(JsonNode value, String at) {
        Section inner = new Section(value, at, violations);
        within.add(inner);
        return inner;
    }

    private @Nullable String textAt(String at, JsonNode value) {
        @Nullable String text = value.textValue();
        if (text == null) {
            violations.add(at, "expected text");
        } else if (text.length() > MAX_TEXT) {
            violations.add(at, "expected at most " + MAX_TEXT + " characters");
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            violations.add(at, "expected text without control characters");
        } else {
            return text;
        }
        return null;
    }

    private String at(String field) {
        return Pointer.field(pointer, field);
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private interface Item<T> {
        @Nullable
        T read(String at, JsonNode value);
    }
}
