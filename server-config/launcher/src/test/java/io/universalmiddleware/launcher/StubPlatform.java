package io.universalmiddleware.launcher;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.Layout;
import io.universalmiddleware.stores.Directories;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/**
 * A platform that answers what a test says, and lets users in; the installation in its directory takes it for the one that runs.
 *
 * <p>Registered as an extension, in a field of the test's own, it runs while the test does.
 */
final class StubPlatform implements BeforeEachCallback, AfterEachCallback {
    static final String AUTH = "/api/v1/auth/";

    private final String otherwise;
    private final HttpServer server;
    private final Path directory;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Runnable> happenings = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();

    /** Answers 404 what no answer is known for. */
    StubPlatform() {
        this("404 {\"title\": \"Not found\"}");
    }

    /** @param otherwise the status and the body of what no answer is known for */
    StubPlatform(String otherwise) {
        this.otherwise = otherwise;
        try {
            directory = Files.createTempDirectory("um-stub-platform-");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        answer("POST " + AUTH + "login", "200 " + tokens("admin", "user"));
        answer("GET " + AUTH + "sessions", "200 {}");
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        server.start();
        RunningState.mine(true, Layout.ONE).write(new Home(directory));
        Files.writeString(config(), "um.edge.port=" + server.getAddress().getPort() + '\n');
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        server.stop(0);
        Directories.delete(directory);
    }

    /** Of the installation; it goes with the test. */
    Path directory() {
        return directory;
    }

    /**
     * @param request the method and the target
     * @param answer the status and the body
     */
    void answer(String request, String answer) {
        answers.put(request, answer);
    }

    /** @param happens before the request is answered */
    void on(String request, Runnable happens) {
        happenings.put(request, happens);
    }

    /** What came beside logins: the method, the target and, if there was one, the body. */
    List<String> requests() {
        return requests;
    }

    /** What came to let users in: the method and the rest of the target. */
    List<String> logins() {
        return logins;
    }

    /** The answer to a login of an account with these roles, for an hour. */
    static String tokens(String... roles) {
        return tokensOf(Instant.now(), roles);
    }

    /** The answer to a login of then. */
    static String tokensOf(Instant then, String... roles) {
        return "{\"access_token\": \"" + token(then, roles) + "\"}";
    }

    /** A token of account 7. */
    private static String token(Instant then, String... roles) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject("7")
                        .claim("groups", List.of(roles))
                        .issueTime(Date.from(then))
                        .expirationTime(Date.from(then.plus(Duration.ofHours(1))))
                        .build());
        try {
            token.sign(new MACSigner(new byte[32]));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** With the options that make a command of {@code um} speak to this platform. */
    String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", directory.toString(), "--config", config().toString()));
        return all.toArray(String[]::new);
    }

    /** What a command leaves that runs in this process. */
    UmRun.Ended run(Object command, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            int status = new CommandLine(command).execute(arguments(arguments));
            return new UmRun.Ended(status, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private Path config() {
        return directory.resolve("um.properties");
    }

    private void serve(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (request.contains(" " + AUTH)) {
            logins.add(request.replace(AUTH, ""));
        } else {
            requests.add(body.isEmpty() ? request : request + " " + body);
        }
        happenings.getOrDefault(request, () -> {}).run();
        String answer = answers.getOrDefault(request, otherwise);
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
