package io.universalmiddleware.gateway.identity.external.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.access.IssuerKeys;
import io.universalmiddleware.gateway.access.KeySetFetch;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.upkeep.GuardedClient;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Answered;
import io.universalmiddleware.gateway.upkeep.GuardedClient.Asked;
import io.universalmiddleware.gateway.upkeep.KeySetClient;
import io.universalmiddleware.gateway.upkeep.NettyNames;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks providers, on an event loop of its own. Their metadata and keys are kept and fetched anew in the background. Whoever has to wait for
 * one does so until the deadline at most; twelve wait for the same at once, 32 for all, and the next is refused: providers that are dead or slow
 * hold no more threads than that.
 */
public final class AskingProviders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AskingProviders.class);
    private static final int MOST_KNOWN = 1_000;
    private static final int MOST_WAITING = 32;

    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final Vertx vertx;
    private final NettyNames names;
    private final AddressGuard guard;
    private final LongSupplier nanos;
    private final GuardedClient client;
    private final KeySetFetch documents;
    private final Cache<URI, KnownProvider> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    /**
     * Asks only whom the guard lets pass.
     *
     * @param deadline for each request
     * @param nanos a clock that never goes back
     */
    public AskingProviders(AddressGuard guard, NameServers servers, Duration deadline, LongSupplier nanos) {
        this.guard = guard;
        this.nanos = nanos;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        names = new NettyNames(vertx.nettyEventLoopGroup().next(), servers);
        client = new GuardedClient(vertx, new GuardedNames(names, guard), deadline);
        documents = new KeySetClient(client);
    }

    /** What the provider says about itself. @throws ProblemException 503 if nobody knows now */
    ProviderMetadata metadata(URI issuer) {
        KnownProvider provider = known(issuer);
        if (provider.metadata().usable() == null) {
            waited(provider, () -> provider.metadata().ready(kept -> true));
        } else {
            var unused = provider.metadata().ready(kept -> true);
        }
        @Nullable ProviderMetadata metadata = provider.metadata().usable();
        if (metadata == null) {
            throw away(ProblemType.UNAVAILABLE);
        }
        return metadata;
    }

    /**
     * The provider's keys, fetched again if one of this name is not among them and the cool-down lets it.
     *
     * @throws ProblemException 503 if nobody knows them now
     */
    List<JWK> keys(URI issuer, URI jwks, @Nullable String id) {
        KnownProvider provider = known(issuer);
        IssuerKeys keys = provider.keys(jwks);
        CompletableFuture<Void> ready = keys.ready(id);
        if (!ready.isDone()) {
            waited(provider, () -> ready);
        }
        @Nullable List<JWK> usable = keys.usable();
        if (usable == null) {
            throw away(ProblemType.UNAVAILABLE);
        }
        return usable;
    }

    /** Sends what no other may see, once. @throws ProblemException 503 if there is no answer */
    Answered ask(URI issuer, Asked asked) {
        return waited(known(issuer), () -> client.ask(asked));
    }

    @Override
    public void close() {
        names.close();
        vertx.close();
    }

    private KnownProvider known(URI issuer) {
        return known.get(issuer, at -> new KnownProvider(at, documents, guard, nanos));
    }

    /** Each request has its deadline, so that what is waited for ends. */
    private <T> T waited(KnownProvider provider, Supplier<CompletionStage<T>> work) {
        enter(places);
        try {
            enter(provider.places());
            try {
                return work.get().toCompletableFuture().join();
            } finally {
                provider.places().release();
            }
        } catch (CompletionException failed) {
            LOG.warn("A provider could not be asked: {}", String.valueOf(failed.getCause()));
            throw away(ProblemType.UNAVAILABLE);
        } finally {
            places.release();
        }
    }

    private static void enter(Semaphore places) {
        if (!places.tryAcquire()) {
            throw away(ProblemType.OVERLOADED);
        }
    }

    private static ProblemException away(ProblemType type) {
        return new ProblemException(Problem.of(type, "The provider cannot be reached now."));
    }
}
