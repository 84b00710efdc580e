package io.universalmiddleware.gateway.identity.external.provider;

import io.universalmiddleware.gateway.definition.ProviderDefinition;
import java.util.Optional;

/**
 * A registration is what the platform is at a provider: one of its clients.
 *
 * @param secret what it shows there; empty for a public client
 */
public record Registration(ProviderDefinition provider, Optional<String> secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "registration at " + provider.issuer();
    }
}
