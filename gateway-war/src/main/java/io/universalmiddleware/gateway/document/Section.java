package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return value(field).flatMap(Value::text).orElse(null);
    }

    public String text(String field, String fallback) {
        return value(field).flatMap(Value::text).orElse(fallback);
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
        return value(field).flatMap(value -> value.whole(min, max)).orElse(fallback);
    }

    /** A number from {@code min} to {@code max}. */
    public double number(String field, double fallback, double min, double max) {
        return value(field).flatMap(value -> value.number(min, max)).orElse(fallback);
    }

    public boolean flag(String field, boolean fallback) {
        return value(field).flatMap(Value::flag).orElse(fallback);
    }

    /** A duration from {@code min} to {@code max}, written as {@link DurationText} says. */
    public Duration duration(String field, Duration fallback, Duration min, Duration max) {
        return value(field).flatMap(value -> value.duration(min, max)).orElse(fallback);
    }

    /** One of the type's constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String field, Class<E> type, E fallback) {
        return value(field).flatMap(value -> value.choice(type)).orElse(fallback);
    }

    /** The section in a field. Ends with this one. */
    public Optional<Section> object(String field) {
        return value(field).flatMap(this::inner);
    }

    /** The sections in a field's list, in order; none if it is absent. They end with this one. */
    public List<Section> objects(String field) {
        return items(field).flatMap(item -> inner(item).stream()).toList();
    }

    /** The sections of a field that holds one object or a list of them; none if it is absent. They end with this one. */
    public List<Section> oneOrMore(String field) {
        return isObject(field) ? object(field).stream().toList() : objects(field);
    }

    /** The texts in a field's list, in order; none if it is absent. */
    public List<String> texts(String field) {
        return items(field).flatMap(item -> item.text().stream()).toList();
    }

    /** The texts of a field that holds one text or a list of them; none if it is absent. */
    public List<String> oneOrMoreTexts(String field) {
        return isText(field) ? Stream.ofNullable(text(field)).toList() : texts(field);
    }

    /** The fields of an object whose values are all text, in their order; none if it is absent. */
    public Map<String, String> map(String field) {
        return value(field).map(Value::texts).orElse(Map.of());
    }

    /** The field's value, whatever it is; null if absent. What is in it is the asker's to check. */
    public @Nullable JsonNode any(String field) {
        return value(field).map(Value::node).orElse(null);
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

    /** What the field holds; empty if that is nothing. It has been asked for then. */
    private Optional<Value> value(String field) {
        asked.add(field);
        return has(field) ? Optional.of(new Value(object.get(field), at(field), violations)) : Optional.empty();
    }

    private Stream<Value> items(String field) {
        return value(field).stream().flatMap(value -> value.items().stream());
    }

    private Optional<Section> inner(Value value) {
        Optional<Section> inner = value.object().map(node -> new Section(node, value.pointer(), violations));
        inner.ifPresent(within::add);
        return inner;
    }

    private String at(String field) {
        return Pointer.field(pointer, field);
    }
}
