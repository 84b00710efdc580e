package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import java.util.Map;
import java.util.UUID;

/**
 * A webhook is an endpoint of a tenant's that is told of events. Its secrets are not in its document.
 *
 * @param webhook where it is, and what it is told
 */
public record WebhookDefinition(UUID id, String tenant, String name, WebhookConfig webhook) implements Definition {

    static WebhookDefinition read(UUID id, Section in) {
        return new WebhookDefinition(id, Names.tenant(in), Names.name(in), WebhookConfig.read(in));
    }

    @Override
    public Kind kind() {
        return Kind.WEBHOOK;
    }

    @Override
    public Map<String, String> references() {
        return Names.tenantReference(tenant);
    }
}
