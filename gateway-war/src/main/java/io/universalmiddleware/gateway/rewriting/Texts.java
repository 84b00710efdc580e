package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.document.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads variable texts by name, in the order in which they are written. */
final class Texts {
    private static final int MAX = 64;

    private Texts() {}

    static Map<String, VariableText> read(Section in, String field) {
        Map<String, VariableText> texts = new LinkedHashMap<>();
        in.map(field).forEach((name, text) -> {
            try {
                texts.put(name, VariableText.of(text));
            } catch (IllegalArgumentException invalid) {
                in.violation(field, name, String.valueOf(invalid.getMessage()));
            }
        });
        if (texts.size() > MAX) {
            in.violation(field, "expected at most " + MAX);
        }
        return texts;
    }

    static Map<String, VariableText> ordered(Map<String, VariableText> texts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
}
