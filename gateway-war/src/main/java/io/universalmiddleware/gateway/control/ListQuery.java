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
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a list's parameters ask for: {@code limit}, {@code cursor}, {@code sort}, and any field of the kind's
 * documents, at their top level, by the value that it must have.
 */
final class ListQuery {
    private static final DocumentReader PLACE = new DocumentReader(8_192);
    private static final String ID = "id";
    private static final String VALUE = "value";
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String SORT = "sort";
    private static final String CREATED = "createdAt";
    private static final String CHANGED = "changedAt";
    private static final String REVISION = "revision";
    private static final Set<String> PAGE = Set.of(LIMIT, CURSOR, SORT);
    private static final Set<String> ABOUT = Set.of(CREATED, CHANGED, REVISION);
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,49}");
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private ListQuery() {}

    /** The query, for one entry more than a page has. */
    static EntryQuery of(Administrator by, Kind kind, MultivaluedMap<String, String> parameters) {
        Violations violations = new Violations();
        Map<String, String> fields = new HashMap<>();
        int limit = USUAL;
        String sort = CREATED;
        @Nullable String cursor = null;
        @Nullable String tenant = by.onlyTenant();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            String value = parameter.getValue().get(0);
            if (parameter.getValue().size() > 1) {
                violations.add(name, "is there twice");
            } else if (value.indexOf('\0') >= 0 || !(PAGE.contains(name) || isField(kind, name))) {
                violations.add(
                        name.replace('\0', '?'), "expected limit, cursor, sort, or the name of a field and a value");
            } else if (name.equals(LIMIT)) {
                limit = limit(value, violations);
            } else if (name.equals(SORT)) {
                sort = value;
            } else if (name.equals(CURSOR)) {
                cursor = value;
            } else {
                fields.put(name, value);
            }
        }
        String field = sort.startsWith("-") ? sort.substring(1) : sort;
        if (!ABOUT.contains(field) && !isField(kind, field)) {
            violations.add(SORT, "expected a field's name, with a - before it for the other direction");
        }
        Sort chosen = by(field);
        boolean descending = sort.startsWith("-");
        @Nullable
        Place after =
                cursor == null ? null : place(cursor, order(chosen, descending)).orElse(null);
        if (cursor != null && after == null) {
            violations.add(CURSOR, "expected the nextCursor of a page of this sort");
        }
        Refusing.ifAny(violations);
        return new EntryQuery(kind.plural(), tenant, fields, chosen, descending, after, limit + 1);
    }

    /** The cursor of the page behind a place in what a query found. */
    static String cursor(EntryQuery query, Place place) {
        String said = "{\"" + ID + "\":\"" + place.id() + "\",\"" + VALUE + "\":" + place.value() + ",\"" + SORT
                + "\":\"" + order(query.sort(), query.descending()) + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    }

    /** What no list shows is no field here: an order or a match would tell of it. */
    private static boolean isField(Kind kind, String name) {
        return FIELD.matcher(name).matches() && !name.equals(Secrets.FIELD) && kind.hasField(name);
    }

    private static String order(Sort by, boolean descending) {
        String field = by instanceof Sort.Field named ? named.name() : by instanceof Sort.Created ? CREATED : CHANGED;
        return descending ? '-' + field : field;
    }

    private static Sort by(String field) {
        return switch (field) {
            case CREATED -> new Sort.Created();
            case CHANGED, REVISION -> new Sort.Changed();
            default -> new Sort.Field(field);
        };
    }

    private static int limit(String text, Violations violations) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        violations.add(LIMIT, "expected a whole number from 1 to " + MOST);
        return USUAL;
    }

    /** Empty unless it is of the order and the form that {@link #cursor} gives, and holds nothing that PostgreSQL cannot compare with. */
    private static Optional<Place> place(String cursor, String order) {
        try {
            ObjectNode said =
                    PLACE.read(new ByteArrayInputStream(Base64.getUrlDecoder().decode(cursor)));
            @Nullable JsonNode value = said.get(VALUE);
            return value == null
                            || said.size() != 3
                            || !said.path(SORT).asText().equals(order)
                    ? Optional.empty()
                    : Optional.of(new Place(
                            value.toString(), UUID.fromString(said.path(ID).asText())));
        } catch (IllegalArgumentException | ProblemException | IOException foreign) {
            return Optional.empty();
        }
    }
}
