package io.universalmiddleware.persistence.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pending login was begun and waits for its provider.
 *
 * @param tenant where
 * @param provider the entry that its provider is configured by
 * @param redirectUri where the provider sends the browser with its answer
 * @param account whose other identity it is to be; null for a login
 * @param request an application's authorization request that it completes, its parameters as they came; null if it was not begun on the platform's page
 */
public record PendingLogin(
        String tenant,
        UUID provider,
        String redirectUri,
        @Nullable UUID account,
        @Nullable String request,
        Instant expires) {}
