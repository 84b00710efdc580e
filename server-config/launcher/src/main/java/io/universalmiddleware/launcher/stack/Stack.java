package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.KafkaStore;
import io.universalmiddleware.stores.PostgresStore;
import io.universalmiddleware.stores.RedisStore;
import io.universalmiddleware.stores.ServerProcess;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stack is the running whole: the platform as one process or several, and the stores it uses as far as no address is
 * configured for them.
 *
 * <p>Everything listens on loopback, keeps its data in the home, and ends with this JVM. Each part can be killed, paused and
 * started again by itself.
 */
public final class Stack implements AutoCloseable {
    private final StackOptions options;
    private final EmbeddedStores stores;
    private final Addresses addresses;
    private final @Nullable Tokens tokens;
    private final List<Platform> platforms;
    private final MailCatcher mail;

    /** A stack that is not started yet; makes keys and passwords in the home when they are not there. */
    public Stack(StackOptions options) {
        this.options = options;
        try {
            @Nullable SigningKey key = options.testKey() ? options.home().signingKey() : null;
            this.stores = EmbeddedStores.of(options.home(), options.configuration());
            List<NodePlan> plans = NodePlan.of(options.layout(), options.configuration());
            this.addresses = addresses(options.configuration(), stores, plans);
            this.tokens = key == null ? null : new Tokens(key, Clock.systemUTC());
            this.mail = new MailCatcher(
                    options.home().part("mail"), options.configuration().get(LauncherSettings.MAIL_PORT));
            Map<String, String> environment = environment(key);
            PlatformJar jar = new PlatformJar(options.jar(), options.home().part("platform"));
            this.platforms = plans.stream()
                    .map(plan -> new Platform(options, plan, jar, environment))
                    .toList();
        } catch (IOException e) {
            throw new StoreException("cannot use " + options.home().directory() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Starts the stores, then the platform's processes, and returns when all are ready.
     *
     * @param progress is told what is done and waited for, a line each
     * @throws StoreException if a part cannot start; what had started is stopped
     */
    public void start(Consumer<String> progress) {
        parts().forEach(ServerProcess::awaitEarlierEnd);
        PortCheck.requireFree(options.configuration(), options.layout());
        stores.all().stream()
                .filter(store -> !store.directory().startsWith(options.home().directory()))
                .forEach(store -> progress.accept("%s is run by another user, who cannot reach %s: its data is in %s"
                        .formatted(store.name(), options.home().directory(), store.directory())));
        try {
            if (catchesMail()) {
                mail.start();
            }
            together(stores.all(), store -> startTimed(store, progress));
            try (Waiting ignored = new Waiting(this::waitsFor, progress)) {
                together(platforms, platform -> startTimed(platform, progress));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** All parts in the order in which they start: the embedded stores, then the platform's processes. */
    public List<ServerProcess> parts() {
        List<ServerProcess> parts = new ArrayList<>(stores.all());
        parts.addAll(platforms);
        return List.copyOf(parts);
    }

    public Addresses addresses() {
        return addresses;
    }

    /** Tokens of whomever a test likes. @throws IllegalStateException if the platform believes no key but its own */
    public Tokens tokens() {
        if (tokens == null) {
            throw new IllegalStateException("the platform alone issues tokens");
        }
        return tokens;
    }

    /** What catches mail while no server of mail is configured. */
    public MailCatcher mail() {
        return mail;
    }

    /** The first of the platform's processes, which has the edge. */
    public Platform platform() {
        return platforms.get(0);
    }

    /** The platform's processes. */
    public List<Platform> platforms() {
        return platforms;
    }

    /** The embedded PostgreSQL; empty when an address is configured. */
    public Optional<PostgresStore> postgres() {
        return stores.postgres();
    }

    /** The embedded Kafka; empty when an address is configured. */
    public Optional<KafkaStore> kafka() {
        return stores.kafka();
    }

    /** The embedded Redis; empty when an address is configured. */
    public Optional<RedisStore> redis() {
        return stores.redis();
    }

    /** Stops the platform in order, then the stores. Data stays. */
    @Override
    public void close() {
        together(platforms, ServerProcess::close);
        together(stores.all(), ServerProcess::close);
        mail.close();
    }

    private static void startTimed(ServerProcess part, Consumer<String> progress) {
        long begin = System.nanoTime();
        part.start();
        progress.accept("%s is ready (%.1f s)".formatted(part.name(), (System.nanoTime() - begin) / 1e9));
    }

    private static <P extends ServerProcess> void together(List<P> parts, Consumer<P> act) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletableFuture.allOf(parts.stream()
                            .map(part -> CompletableFuture.runAsync(() -> act.accept(part), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException fault ? fault : e;
        } finally {
            threads.shutdown();
        }
    }

    private boolean catchesMail() {
        return options.configuration().find(LauncherSettings.MAIL_URL).isEmpty();
    }

    private Map<String, String> environment(@Nullable SigningKey key) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        if (key != null) {
            environment.put(
                    "MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.publicFile().toUri().toString());
            environment.put("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM", "ES256");
            environment.put("MP_JWT_VERIFY_ISSUER", Tokens.ISSUER);
            environment.put("MP_JWT_VERIFY_AUDIENCES", Tokens.AUDIENCE);
        }
        if (options.configuration().find("um.identity.key").isEmpty()
                && options.configuration().find("um.identity.key-file").isEmpty()) {
            options.home().password("identity");
            environment.put(
                    "UM_IDENTITY_KEY_FILE",
                    options.home().passwordFile("identity").toString());
        }
        if (options.configuration().find("um.identity.issuer").isEmpty()) {
            environment.put(
                    "UM_IDENTITY_ISSUER", "http://localhost:" + addresses.edge().getPort());
        }
        if (catchesMail()) {
            environment.put("UM_MAIL_URL", mail.url().toString());
        }
        environment.putAll(addresses.variables());
        return environment;
    }

    /** What the platform's processes still wait for, for people. */
    private String waitsFor() {
        return platforms.stream()
                .map(platform -> platforms.size() == 1 ? platform.waitsFor() : named(platform))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String named(Platform platform) {
        String missing = platform.waitsFor();
        return missing.isEmpty() ? "" : platform.name() + ": " + missing;
    }

    private static Addresses addresses(Configuration configuration, EmbeddedStores stores, List<NodePlan> plans) {
        return new Addresses(
                first(plans, NodePlan::edge),
                plans.get(0).http(),
                first(plans, NodePlan::hub),
                configuration
                        .find(LauncherSettings.POSTGRES_URL)
                        .orElseGet(() -> stores.postgres().orElseThrow().url()),
                stores.postgres()
                        .map(PostgresStore::user)
                        .or(() -> configuration.find("um.postgres.user"))
                        .orElse(PostgresStore.USER),
                stores.postgres()
                        .map(PostgresStore::password)
                        .or(() -> configuration.find("um.postgres.password"))
                        .orElse(""),
                configuration
                        .find(LauncherSettings.KAFKA_SERVERS)
                        .orElseGet(() -> stores.kafka().orElseThrow().bootstrapServers()),
                configuration
                        .find(LauncherSettings.REDIS_URL)
                        .orElseGet(() -> stores.redis().orElseThrow().url()));
    }

    private static URI first(List<NodePlan> plans, Function<NodePlan, Optional<URI>> listener) {
        return plans.stream()
                .map(listener)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }
}
