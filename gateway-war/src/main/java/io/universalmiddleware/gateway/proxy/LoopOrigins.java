package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.OriginAnswer;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.filter.OriginRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends requests of the edge's own over the connections of one event loop. */
record LoopOrigins(LoopContext loop) implements OriginCalls {

    @Override
    public CompletionStage<OriginAnswer> call(OriginRequest request) {
        CompletableFuture<OriginAnswer> outcome = new CompletableFuture<>();
        if (loop.loop().isHere()) {
            new OriginExchange(loop, request, outcome).begin();
        } else {
            loop.loop().execute(() -> new OriginExchange(loop, request, outcome).begin());
        }
        return outcome;
    }
}
