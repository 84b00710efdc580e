package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.FieldSyntax;
import io.universalmiddleware.gateway.http.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Field changes remove, set and add header fields, in this order.
 *
 * <p>A value with a variable that the request lacks is left out, and so is one that could not stand in a field: no value
 * ever has CR, LF or NUL.
 */
record FieldChanges(List<String> remove, Map<String, VariableText> set, Map<String, VariableText> add) {

    private static final String NOT_TO_BE_CHANGED =
            "expected a field that a route may change, not one of framing, forwarding or the platform";

    FieldChanges {
        remove = List.copyOf(remove);
        set = Texts.ordered(set);
        add = Texts.ordered(add);
    }

    static final FieldChanges NONE = new FieldChanges(List.of(), Map.of(), Map.of());

    static FieldChanges read(Section in, Predicate<String> mayChange) {
        FieldChanges read = new FieldChanges(in.texts("remove"), Texts.read(in, "set"), Texts.read(in, "add"));
        for (int i = 0; i < read.remove.size(); i++) {
            if (!mayChange.test(read.remove.get(i))) {
                in.violation("remove", i, NOT_TO_BE_CHANGED);
            }
        }
        read.set.forEach((name, text) -> check(in, "set", name, text, mayChange));
        read.add.forEach((name, text) -> check(in, "add", name, text, mayChange));
        return read;
    }

    void apply(Fields fields, Variables variables) {
        for (String name : remove) {
            fields.remove(name);
        }
        set.forEach((name, text) -> {
            String value = text.fill(variables);
            if (value != null && FieldSyntax.isValue(value)) {
                fields.set(name, value);
            }
        });
        add.forEach((name, text) -> {
            String value = text.fill(variables);
            if (value != null && FieldSyntax.isValue(value)) {
                fields.add(name, value);
            }
        });
    }

    boolean isNone() {
        return remove.isEmpty() && set.isEmpty() && add.isEmpty();
    }

    private static void check(Section in, String kind, String name, VariableText text, Predicate<String> mayChange) {
        if (!mayChange.test(name)) {
            in.violation(kind, name, NOT_TO_BE_CHANGED);
        }
        if (!FieldSyntax.isValue(text.toString())) {
            in.violation(kind, name, "expected a field value: no control characters, no CR, LF or NUL");
        }
    }
}
