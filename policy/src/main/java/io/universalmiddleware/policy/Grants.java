package io.universalmiddleware.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Grants say which operations the roles of every tenant allow, and which the operator's admins may besides. Immutable.
 *
 * @param roles the operations of each role
 * @param operators what is granted to the operator's admins besides
 */
public record Grants(Map<String, Set<String>> roles, Set<String> operators) {
    public Grants {
        Map<String, Set<String>> copy = new TreeMap<>();
        roles.forEach((role, actions) -> copy.put(role, sorted(actions)));
        roles = Collections.unmodifiableMap(copy);
        operators = sorted(operators);
    }

    /** What comes with the platform: {@code grants.json}. */
    public static Grants builtIn() {
        try (InputStream resource =
                Objects.requireNonNull(Grants.class.getResourceAsStream("grants.json"), "no grants.json")) {
            return of(new ObjectMapper().readTree(resource));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What a document of the form of {@code grants.json} says: {@code roles}, an array of operations for each, and {@code operators}. */
    public static Grants of(JsonNode document) {
        Map<String, Set<String>> roles = new TreeMap<>();
        document.path("roles").properties().forEach(role -> roles.put(role.getKey(), texts(role.getValue())));
        return new Grants(roles, texts(document.path("operators")));
    }

    /** The document that {@link #of} reads. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode named = json.putObject("roles");
        roles.forEach((role, actions) -> fill(named.putArray(role), actions));
        fill(json.putArray("operators"), operators);
        return json;
    }

    /** What is wrong with a grant, if anything; an operation, or {@code operation:pattern}. Whether there is such an operation is not asked. */
    public static Optional<String> complaint(String grant) {
        return Grant.parse(grant).complaint();
    }

    private static void fill(ArrayNode array, Set<String> texts) {
        texts.forEach(array::add);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Set<String> sorted(Set<String> texts) {
        return Collections.unmodifiableSet(new TreeSet<>(texts));
    }
}
