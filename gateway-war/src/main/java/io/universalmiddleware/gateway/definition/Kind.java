package io.universalmiddleware.gateway.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** A kind is a sort of thing that can be configured, in the order in which one needs the other. */
public enum Kind {
    TENANT("tenants", "tenant", TenantDefinition::read),
    ORIGIN("origins", "origin", OriginDefinition::read),
    ROUTE("routes", "route", RouteDefinition::read),
    API_KEY("api-keys", "API key", ApiKeyDefinition::read),
    LIMIT("limits", "limit", LimitDefinition::read),
    WEBHOOK("webhooks", "webhook", WebhookDefinition::read),
    ROLE("roles", "role", RoleDefinition::read),
    PROVIDER("providers", "provider", ProviderDefinition::read);

    private static final UUID NOBODYS = new UUID(0, 0);

    private final String plural;
    private final String singular;
    private final Reader reader;

    Kind(String plural, String singular, Reader reader) {
        this.plural = plural;
        this.singular = singular;
        this.reader = reader;
    }

    /** Its name in paths and documents, which does not change. */
    public String plural() {
        return plural;
    }

    /** What people call one of it. */
    public String singular() {
        return singular;
    }

    public static Optional<Kind> ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.plural.equals(plural))
                .findFirst();
    }

    /**
     * Reads a document. The definition is of no use if there are violations.
     *
     * @param id of the entry
     */
    public Definition read(UUID id, JsonNode document, Violations violations) {
        Section section = Section.of(document, violations);
        Definition definition = reader.read(id, section);
        section.end();
        return definition;
    }

    /** Whether its documents may have a field of this name at their top level. */
    public boolean hasField(String field) {
        Violations violations = new Violations();
        Section section = Section.of(JsonNodeFactory.instance.objectNode().put(field, ""), violations);
        reader.read(NOBODYS, section);
        int read = violations.list().size();
        section.end();
        return violations.list().size() == read;
    }

    /** What others refer to one of it by. */
    public String key(String tenant, String name) {
        return plural + '/' + tenant + '/' + name;
    }

    private interface Reader {
        Definition read(UUID id, Section in);
    }
}
