package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.request.Client;
import org.jspecify.annotations.Nullable;

/**
 * What came to an endpoint.
 *
 * @param path below the endpoint's own; null if there is none
 * @param authorization the field's value; null if there is none
 */
public record Sent(
        Form form, @Nullable String path, @Nullable String authorization, Client from) {}
