package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Violations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Definitions are all that is configured in one revision. Immutable; each list is in the order of the ids, which is that of
 * creation.
 *
 * <p>Webhooks and providers are not among them: no edge needs to know of them.
 *
 * <p>A definition that a revision did not change is the same object as in the one before.
 */
public record Definitions(
        long revision,
        List<TenantDefinition> tenants,
        List<OriginDefinition> origins,
        List<RouteDefinition> routes,
        List<ApiKeyDefinition> apiKeys,
        List<LimitDefinition> limits,
        List<RoleDefinition> roles) {
    private static final Definitions NONE = of(0, List.of());

    /** Nothing configured. */
    public static Definitions none() {
        return NONE;
    }

    public static Definitions of(long revision, Collection<? extends Definition> all) {
        return new Definitions(
                revision,
                those(all, TenantDefinition.class),
                those(all, OriginDefinition.class),
                those(all, RouteDefinition.class),
                those(all, ApiKeyDefinition.class),
                those(all, LimitDefinition.class),
                those(all, RoleDefinition.class));
    }

    /** Everything, in the order in which one needs the other. */
    public List<Definition> all() {
        List<Definition> all = new ArrayList<>();
        List.of(tenants, origins, routes, apiKeys, limits, roles).forEach(all::addAll);
        return all;
    }

    /**
     * What one definition needs and does not find, and what two have that only one may have. A pointer begins with the key of
     * the definition that is wrong.
     */
    public Violations violations() {
        Violations violations = new Violations();
        Map<String, Definition> holders = new HashMap<>();
        for (Definition definition : all()) {
            hold(definition.key(), "", definition, holders, violations);
            definition
                    .claims()
                    .forEach((claim, pointer) -> hold("claim " + claim, pointer, definition, holders, violations));
        }
        for (Definition definition : all()) {
            definition.references().forEach((key, pointer) -> {
                if (!holders.containsKey(key)) {
                    violations.add(definition.key() + pointer, "there is no " + key);
                }
            });
        }
        return violations;
    }

    private static void hold(
            String what,
            String pointer,
            Definition definition,
            Map<String, Definition> holders,
            Violations violations) {
        @Nullable Definition other = holders.putIfAbsent(what, definition);
        if (other != null) {
            violations.add(definition.key() + pointer, "is also " + other.key());
        }
    }

    private static <T extends Definition> List<T> those(Collection<? extends Definition> all, Class<T> type) {
        return all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .sorted(Comparator.comparing(Definition::id))
                .toList();
    }
}
