package io.universalmiddleware.product.stack;

import io.universalmiddleware.launcher.stack.Addresses;
import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.launcher.stack.Readiness;
import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.launcher.stack.StackOptions;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.stores.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.example.greeting.Greet;

/**
 * The product is the whole as a user runs it: real embedded stores and the uber-jar, or the EAR on Payara Server, on free ports, in a directory of its own.
 *
 * <p>A sample application is put into the uber-jar, as a user would do it. The process runs under the coverage agent. A test takes a tenant of its own, so that tests do not meet.
 */
public final class Product implements AutoCloseable {
    /** Where the build puts what tests leave behind. */
    public static final Path TARGET = Path.of("target").toAbsolutePath();

    /** The uber-jar of this build; {@code -Dproduct.jar=…} tests another one. */
    public static final Path JAR = Path.of(
                    System.getProperty("product.jar", "../../server-config/micro/target/universal-middleware.jar"))
            .toAbsolutePath();

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    /**
     * What a machine that stands still for seconds, or is five times as slow, must not change about the answers: all of it bounds a
     * wait. The times of slow clients are shorter than the defaults, so that the tests need not wait for them as long.
     */
    private static final Map<String, String> PATIENCE = Map.ofEntries(
            Map.entry("um.edge.head-timeout", "6s"),
            Map.entry("um.edge.body-timeout", "6s"),
            Map.entry("um.edge.change-wait", "30s"),
            Map.entry("um.edge.cache.redis-deadline", "10s"),
            Map.entry("um.edge.limit.redis-deadline", "10s"),
            Map.entry("um.hub.redis-deadline", "30s"),
            Map.entry("um.command.patience", "20s"),
            Map.entry("um.cache.read-deadline", "15s"),
            Map.entry("um.cache.consistency-wait", "10s"),
            Map.entry("um.identity.hash-patience", "30s"),
            Map.entry("um.redis.timeout", "30s"));

    /** What all tests of a run get wrong comes from one address. */
    private static final String FAILURES = "10000";

    /** Shared with origins, which are told by it who calls; of the uber-jar alone. */
    public static final String CONTEXT_SECRET = "a secret of the edge and its origins";

    /** Whether the EAR on Payara Server is tested and not the uber-jar: {@code -Dproduct.server=payara-server}. */
    private static final boolean ON_PAYARA_SERVER =
            System.getProperty("product.server", "").equals("payara-server");

    private final Stack stack;
    private final Path home;
    private final Optional<PayaraServer> payaraServer;
    private final Optional<SecureEdge> secureEdge;

    private final List<String> linesOfStart;

    private Product(Stack stack, Path home, Optional<PayaraServer> payaraServer, Optional<SecureEdge> secureEdge) {
        this.stack = stack;
        this.home = home;
        this.payaraServer = payaraServer;
        this.secureEdge = secureEdge;
        this.linesOfStart = log();
    }

    /** @param jvmArguments further ones for the platform's process */
    public static Product start(String name, String... jvmArguments) {
        return start(name, Layout.ONE, jvmArguments);
    }

    /** @param jvmArguments further ones for the platform's processes */
    public static Product start(String name, Layout layout, String... jvmArguments) {
        Path home = TARGET.resolve("stack-" + name);
        delete(home);
        create(home);
        if (ON_PAYARA_SERVER) {
            return onPayaraServer(home);
        }
        ServerCertificate certificate = ServerCertificate.in(home.resolve("tls"));
        StackOptions options = StackOptions.in(
                        home, UberJar.withApplication(JAR, home.resolve("product.jar"), Greet.class))
                .as(layout)
                .onFreePorts()
                .with("um.edge.tls.certificate", certificate.chain())
                .with("um.edge.tls.key", certificate.key())
                .with("um.edge.access.failures", FAILURES)
                .with("um.edge.access.context-secret", CONTEXT_SECRET)
                .withJvmArgument("-javaagent:%s=destfile=%s,append=true,includes=io.universalmiddleware.*"
                        .formatted(TARGET.resolve("jacocoagent.jar"), TARGET.resolve("jacoco-" + name + ".exec")));
        for (String argument : jvmArguments) {
            options = options.withJvmArgument(argument);
        }
        for (Map.Entry<String, String> setting : PATIENCE.entrySet()) {
            options = options.with(setting.getKey(), setting.getValue());
        }
        Stack stack = fresh(options);
        stack.start(line -> System.out.println("[" + name + "] " + line));
        int tlsPort = Integer.parseInt(
                options.configuration().find("um.edge.tls.port").orElseThrow());
        return new Product(stack, home, Optional.empty(), Optional.of(new SecureEdge(tlsPort, certificate.trusting())));
    }

    private static Product onPayaraServer(Path home) {
        Stack stack = fresh(StackOptions.in(home, JAR).onFreePorts());
        stack.postgres().orElseThrow().start();
        stack.kafka().orElseThrow().start();
        stack.redis().orElseThrow().start();
        stack.mail().start();
        Addresses at = stack.addresses();
        Map<String, String> settings = new TreeMap<>(PATIENCE);
        settings.putAll(Map.ofEntries(
                Map.entry("um.postgres.url", at.postgres()),
                Map.entry("um.postgres.user", at.postgresUser()),
                Map.entry("um.kafka.bootstrap-servers", at.kafka()),
                Map.entry("um.redis.url", at.redis()),
                Map.entry("um.edge.port", Integer.toString(at.edge().getPort())),
                Map.entry("um.hub.port", Integer.toString(at.hub().getPort())),
                Map.entry("um.edge.platform-url", at.http().toString()),
                Map.entry("um.edge.hub-url", at.hub().toString()),
                Map.entry("um.edge.allowed-networks", "127.0.0.0/8"),
                Map.entry("um.edge.access.failures", FAILURES),
                Map.entry("um.webhook.allow-http", "true"),
                Map.entry(
                        "um.identity.key-file",
                        home.resolve("keys/identity.password").toString()),
                Map.entry("um.identity.unverified-login", "true"),
                Map.entry("um.identity.issuer", "http://localhost:" + at.edge().getPort()),
                Map.entry("um.mail.url", stack.mail().url().toString()),
                Map.entry(
                        "mp.jwt.verify.publickey.location",
                        home.resolve("keys/token-public-key.pem").toUri().toString())));
        PayaraServer server = PayaraServer.start(
                home.resolve("payara-server"),
                at.http().getPort(),
                settings,
                Map.of("um.postgres.password", at.postgresPassword()),
                Greet.class);
        Product product = new Product(stack, home, Optional.of(server), Optional.empty());
        product.awaitReady();
        return product;
    }

    /** The server that the EAR runs on, if that is what is tested. */
    public PayaraServer payaraServer() {
        return payaraServer.orElseThrow();
    }

    /** Returns once every part is there. */
    public void awaitReady() {
        Readiness readiness = new Readiness(edge());
        Awaitility.await("ready").atMost(Duration.ofMinutes(10)).until(readiness::missing, String::isEmpty);
    }

    public Stack stack() {
        return stack;
    }

    /** Where everything comes in. */
    public URI edge() {
        return stack.addresses().edge();
    }

    /** Where it comes in with TLS; of the uber-jar alone. */
    public SecureEdge secureEdge() {
        return secureEdge.orElseThrow();
    }

    /** Records, as an operator sees them. */
    public Records records() {
        return new Records(stack.postgres().orElseThrow().dataSource());
    }

    /** A tenant that no other test uses. */
    public String freshTenant() {
        return "t" + UUID.randomUUID().toString().substring(0, 8);
    }

    public String token(String user, String tenant, String... roles) {
        return stack.tokens().issue(user, tenant, roles.length == 0 ? List.of("user") : List.of(roles), TOKEN_LIFETIME);
    }

    /** Someone of the tenant who calls through the edge with a valid token. */
    public Caller caller(String user, String tenant, String... roles) {
        return new Caller(edge(), token(user, tenant, roles));
    }

    /** The lines that the platform's process has written so far; the one that it is writing is none yet. */
    public List<String> log() {
        try {
            Path log = payaraServer
                    .map(PayaraServer::log)
                    .orElseGet(() -> stack.platform().log());
            String written = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            return written.substring(0, written.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it had written when it first was ready. */
    public List<String> linesOfStart() {
        return linesOfStart;
    }

    public Path home() {
        return home;
    }

    @Override
    public void close() {
        payaraServer.ifPresent(PayaraServer::close);
        stack.close();
    }

    /** A stack without what an earlier run may have left beside its home, as root's PostgreSQL does. */
    private static Stack fresh(StackOptions options) {
        Stack stack = new Stack(options);
        stack.postgres().ifPresent(postgres -> delete(postgres.directory()));
        return stack;
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
