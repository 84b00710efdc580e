package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value is what one place of a document holds, read as what is expected there; anything else is empty and a violation.
 *
 * @param pointer its place
 */
record Value(JsonNode node, String pointer, Violations violations) {

    Optional<String> text() {
        @Nullable String text = node.textValue();
        if (text == null) {
            return expected("text");
        } else if (text.length() > Section.MAX_TEXT) {
            return expected("at most " + Section.MAX_TEXT + " characters");
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            return expected("text without control characters");
        }
        return Optional.of(text);
    }

    Optional<Long> whole(long min, long max) {
        boolean valid = node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= min
                && node.longValue() <= max;
        return valid ? Optional.of(node.longValue()) : expected("a whole number from " + min + " to " + max);
    }

    Optional<Double> number(double min, double max) {
        boolean valid = node.isNumber() && node.doubleValue() >= min && node.doubleValue() <= max;
        return valid ? Optional.of(node.doubleValue()) : expected("a number from " + plain(min) + " to " + plain(max));
    }

    Optional<Boolean> flag() {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : expected("true or false");
    }

    Optional<Duration> duration(Duration min, Duration max) {
        return Optional.ofNullable(node.textValue())
                .flatMap(DurationText::parse)
                .filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0)
                .or(() -> expected("a duration such as 250ms, 5s, 1m, 1h or 1d, from " + DurationText.format(min)
                        + " to " + DurationText.format(max)));
    }

    <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> written(constant).equals(node.textValue()))
                .findFirst()
                .or(() -> expected(Arrays.stream(type.getEnumConstants())
                        .map(Value::written)
                        .collect(Collectors.joining(" or "))));
    }

    Optional<JsonNode> object() {
        return node.isObject() ? Optional.of(node) : expected("an object");
    }

    /** The items of a list; none if it is no list. */
    List<Value> items() {
        if (!node.isArray() || node.size() > Section.MAX_ITEMS) {
            expected("a list of at most " + Section.MAX_ITEMS + " items");
            return List.of();
        }
        List<Value> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new Value(node.get(i), Pointer.item(pointer, i), violations));
        }
        return items;
    }

    /** The texts of an object's fields, in their order; none if it is no object. */
    Map<String, String> texts() {
        if (!node.isObject() || node.size() > Section.MAX_ITEMS) {
            expected("an object of texts, of at most " + Section.MAX_ITEMS + " fields");
            return Map.of();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            new Value(field.getValue(), Pointer.field(pointer, field.getKey()), violations)
                    .text()
                    .ifPresent(text -> read.put(field.getKey(), text));
        }
        return Collections.unmodifiableMap(read);
    }

    private <T> Optional<T> expected(String what) {
        violations.add(pointer, "expected " + what);
        return Optional.empty();
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
