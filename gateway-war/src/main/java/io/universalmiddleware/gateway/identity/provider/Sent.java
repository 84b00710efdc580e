package io.universalmiddleware.gateway.identity.provider;

import io.universalmiddleware.gateway.identity.request.Client;
import org.jspecify.annotations.Nullable;

/** What came to an endpoint. @param authorization the field's value; null if there is none */
record Sent(Form form, @Nullable String authorization, Client from) {}
