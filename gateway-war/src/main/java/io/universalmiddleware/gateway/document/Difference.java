package io.universalmiddleware.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A difference is one place where two documents differ. Lists are compared as a whole, and numbers by their value.
 *
 * @param path JSON pointer
 * @param from what the first has there; null if nothing
 * @param to what the second has there; null if nothing
 */
public record Difference(
        String path, @Nullable JsonNode from, @Nullable JsonNode to) {

    /** Every place where the two differ; null stands for a document that is not there. */
    public static List<Difference> between(@Nullable JsonNode first, @Nullable JsonNode second) {
        List<Difference> found = new ArrayList<>();
        compare(
                "",
                first == null ? MissingNode.getInstance() : first,
                second == null ? MissingNode.getInstance() : second,
                found);
        return found;
    }

    /** Whether the two say the same. */
    public static boolean none(JsonNode first, JsonNode second) {
        return first.equals(Difference::byValue, second);
    }

    private static void compare(String path, JsonNode first, JsonNode second, List<Difference> found) {
        if (first.isObject() && second.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            first.fieldNames().forEachRemaining(names::add);
            second.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(Pointer.field(path, name), first.path(name), second.path(name), found));
        } else if (!none(first, second)) {
            found.add(
                    new Difference(path, first.isMissingNode() ? null : first, second.isMissingNode() ? null : second));
        }
    }

    /** For Jackson: 0 if the two are equal. */
    private static int byValue(JsonNode first, JsonNode second) {
        if (first.isNumber() && second.isNumber()) {
            return first.decimalValue().compareTo(second.decimalValue());
        }
        return first.equals(second) ? 0 : 1;
    }
}
