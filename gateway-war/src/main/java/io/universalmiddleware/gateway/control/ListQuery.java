package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.DocumentReader;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import io.universalmiddleware.persistence.configuration.EntryQuery.Place;
import io.universalmiddleware.persistence.configuration.EntryQuery.Sort;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a list's parameters ask for: {@code limit}, {@code cursor}, {@code sort}, and any other as the value that a field of the
 * documents' top level must have.
 */
final class ListQuery {
    private static final DocumentReader CURSOR = new DocumentReader(8_192);
    private static final String ID = "id";
    private static final String VALUE = "value";
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,49}");
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private ListQuery() {}

    /** The query, for one entry more than a page has. */
    static EntryQuery of(Administrator by, Kind kind, MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        Map<String, String> fields = new HashMap<>();
        int limit = USUAL;
        String sort = "createdAt";
        @Nullable Place after = null;
        @Nullable String tenant = by.onlyTenant();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue().get(0);
            if (parameter.getValue().size() > 1) {
                violations.add(name, "is there twice");
            } else if (value.indexOf('\0') >= 0 || !isField(name)) {
                violations.add(name.replace('\0', '?'), "expected the name of a field and a value");
            } else if (name.equals("limit")) {
                limit = limit(value, violations);
            } else if (name.equals("sort")) {
                sort = value;
            } else if (name.equals("cursor")) {
                after = place(value).orElse(null);
                if (after == null) {
                    violations.add("cursor", "expected a page's nextCursor");
                }
            } else {
                fields.put(name, value);
            }
        }
        String field = sort.startsWith("-") ? sort.substring(1) : sort;
        if (!isField(field)) {
            violations.add("sort", "expected a field's name, with a - before it for the other direction");
        }
        Refusing.ifAny(violations);
        return new EntryQuery(kind.plural(), tenant, fields, by(field), sort.startsWith("-"), after, limit + 1);
    }

    /** The cursor of the page behind a place. */
    static String cursor(Place place) {
        String said = "{\"" + ID + "\":\"" + place.id() + "\",\"" + VALUE + "\":" + place.value() + '}';
        return Base64.getUrlEncoder().withoutPadding().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    }

    /** What no list shows is no field here: an order or a match would tell of it. */
    private static boolean isField(String name) {
        return FIELD.matcher(name).matches() && !name.equals(Secrets.FIELD);
    }

    private static Sort by(String field) {
        return switch (field) {
            case "createdAt" -> new Sort.Created();
            case "changedAt", "revision" -> new Sort.Changed();
            default -> new Sort.Field(field);
        };
    }

    private static int limit(String text, Violations violations) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        violations.add("limit", "expected a whole number from 1 to " + MOST);
        return USUAL;
    }

    /** Empty unless it is of the form that {@link #cursor} gives, and holds nothing that PostgreSQL cannot compare with. */
    private static Optional<Place> place(String cursor) {
        try {
            ObjectNode said =
                    CURSOR.read(new ByteArrayInputStream(Base64.getUrlDecoder().decode(cursor)));
            @Nullable JsonNode value = said.get(VALUE);
            return value == null || said.size() != 2
                    ? Optional.empty()
                    : Optional.of(new Place(
                            value.toString(), UUID.fromString(said.path(ID).asText())));
        } catch (IllegalArgumentException | ProblemException | IOException foreign) {
            return Optional.empty();
        }
    }
}
