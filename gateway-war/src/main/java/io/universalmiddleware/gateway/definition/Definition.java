package io.universalmiddleware.gateway.definition;

import java.util.Map;
import java.util.UUID;

/** A definition is what one document configures. Equal documents of one entry give equal definitions. */
public sealed interface Definition
        permits TenantDefinition,
                OriginDefinition,
                RouteDefinition,
                ApiKeyDefinition,
                LimitDefinition,
                WebhookDefinition,
                RoleDefinition,
                ProviderDefinition {
    UUID id();

    Kind kind();

    /** The slug of the tenant that it belongs to; empty for what belongs to the platform. */
    String tenant();

    /** Unique in its kind and tenant. */
    String name();

    /** The keys of the definitions that it needs, each with the JSON pointer to where it says so. */
    Map<String, String> references();

    /** What no other definition may claim, each with the JSON pointer to where it does so. */
    default Map<String, String> claims() {
        return Map.of();
    }

    /** What others refer to it by. */
    default String key() {
        return kind().key(tenant(), name());
    }
}
