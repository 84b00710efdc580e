package io.universalmiddleware.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.policy.Input;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A test case says what a policy must decide about an input, by what it grants itself and no tenant's own roles.
 *
 * @param allow whether it must be allowed
 */
record TestCase(String name, Input input, boolean allow) {
    private static final Input NONE = new Input("", "", Set.of(), Set.of(), "", null);

    static TestCase read(Section in) {
        String name = in.required("name");
        @Nullable JsonNode input = in.any("input");
        if (!in.has("input")) {
            in.violation("input", "is required");
        }
        if (!in.has("allow")) {
            in.violation("allow", "is required");
        }
        return new TestCase(name, input == null ? NONE : input(in, input), in.flag("allow", false));
    }

    private static Input input(Section in, JsonNode document) {
        try {
            return Input.read(document);
        } catch (IllegalArgumentException invalid) {
            in.violation("input", String.valueOf(invalid.getMessage()));
            return NONE;
        }
    }
}
