package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Answered;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Asked;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Fetches key sets, and documents like them. It takes a 200 and nothing else. */
public final class KeySetClient implements KeySetFetch {
    private static final Map<String, String> FIELDS =
            Map.of("User-Agent", "Universal-Middleware-Keys", "Accept", "application/jwk-set+json, application/json");

    private final GuardedClient client;

    /** @param deadline for all of it */
    KeySetClient(Vertx vertx, GuardedNames names, Duration deadline) {
        this(new GuardedClient(vertx, names, deadline));
    }

    public KeySetClient(GuardedClient client) {
        this.client = client;
    }

    @Override
    public CompletionStage<String> fetch(URI jwks) {
        return client.ask(new Asked(jwks, FIELDS, null)).thenCompose(KeySetClient::body);
    }

    private static CompletionStage<String> body(Answered answered) {
        return answered.status() == 200
                ? CompletableFuture.completedFuture(answered.body())
                : CompletableFuture.failedFuture(new IOException("the answer is " + answered.status()));
    }
}
