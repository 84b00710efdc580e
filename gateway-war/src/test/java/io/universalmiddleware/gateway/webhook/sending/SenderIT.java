package io.universalmiddleware.gateway.webhook.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.network.Names;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.gateway.webhook.EventFilter;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderIT {
    private static final String LOOPBACK = "127.0.0.0/8";

    private final Opened opened = new Opened();

    @AfterEach
    void close() throws Exception {
        opened.close();
    }

    @Test
    void sendsWhatIsSignedAndTellsTheAnswer() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            byte[] text = "thank\u0000 you".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, text.length);
            exchange.getResponseBody().write(text);
        }));

        Answer answer = send(sender(LOOPBACK, "20s"), receiver.url() + "?a=%20b");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.isDelivered()).isTrue();
        assertThat(answer.text()).isEqualTo("thank\uFFFD you");
        Receiver.Request request = receiver.requests().get(0);
        assertThat(request.path()).isEqualTo("/hook?a=%20b");
        assertThat(request.body()).isEqualTo("{\"a\":1}");
        assertThat(request.id()).isEqualTo("msg_1");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("X-Team")).isEqualTo("blue");
        assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(request.header("webhook-signature")).startsWith("v1,");
    }

    @Test
    void followsNoRedirect() {
        Receiver elsewhere = opened.keep(Receiver.answering(200));
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            exchange.getResponseHeaders().add("Location", elsewhere.url());
            exchange.sendResponseHeaders(307, -1);
        }));

        Answer answer = send(sender(LOOPBACK, "20s"), receiver.url());

        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.error()).contains("redirects are not followed");
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void tellsAfterHowLongToComeAgain() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            exchange.sendResponseHeaders(503, -1);
        }));

        Answer answer = send(sender(LOOPBACK, "20s"), receiver.url());

        assertThat(answer.isDelivered()).isFalse();
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void noAnswerInTimeIsAFailureAndAnAnswerWithoutAnEndCountsByItsStatus() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        opened.keep(over::countDown);
        Receiver silent = opened.keep(new Receiver((request, exchange) -> over.await()));
        Receiver endless = opened.keep(new Receiver((request, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            over.await();
        }));
        assertThat(send(sender(LOOPBACK, "1s"), silent.url()).error()).contains("no answer within 1000 ms");
        // long enough for the head on a machine that has other things to do
        Answer answer = send(sender(LOOPBACK, "8s"), endless.url());
        assertThat(answer.isDelivered()).isTrue();
        assertThat(answer.text()).isEqualTo("x");
    }

    @Test
    void keepsTheBeginningOfALongAnswerAlone() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> {
            exchange.sendResponseHeaders(500, 0);
            byte[] piece = new byte[8192];
            java.util.Arrays.fill(piece, (byte) 'y');
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write(piece); // ends with an exception when the sender hangs up
            }
        }));

        Answer answer = send(sender(LOOPBACK, "20s"), receiver.url());

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).hasSize(2048);
    }

    @Test
    void nobodyThereIsAFailure() {
        try (NobodysPort nobody = new NobodysPort()) {
            assertThat(send(sender(LOOPBACK, "20s"), "http://127.0.0.1:" + nobody.number() + "/")
                            .error())
                    .isEqualTo("the connection was refused");
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaidPlainly() {
        Names none = name ->
                CompletableFuture.failedFuture(new UnknownHostException("Failed to resolve '" + name + "' [A(1)]"));

        assertThat(send(sender(LOOPBACK, "20s", none, null), "http://hooks.invalid/")
                        .error())
                .isEqualTo("the name cannot be resolved");
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerIsSaidPlainly() {
        Receiver receiver = opened.keep(new Receiver((request, exchange) -> exchange.close()));

        assertThat(send(sender(LOOPBACK, "20s"), receiver.url()).error())
                .isEqualTo("the connection ended before an answer came");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "0.0.0.0",
                "127.0.0.1.",
                "a.name.within"
            })
    void nothingInTheHouseIsReachedHoweverItIsWritten(String host) throws Exception {
        Receiver canary = opened.keep(Receiver.answering(200));
        Names within = name -> {
            try {
                return CompletableFuture.completedFuture(List.of(
                        name.equals("a.name.within")
                                ? InetAddress.getByName("127.0.0.1")
                                : InetAddress.getByName(name)));
            } catch (IOException unknown) {
                return CompletableFuture.failedFuture(unknown);
            }
        };

        Answer answer = send(sender("", "20s", within, null), "http://" + host + ":" + canary.port() + "/");

        assertThat(answer.status()).isNull();
        assertThat(answer.error()).isNotBlank();
        assertThat(canary.requests()).isEmpty();
    }

    @Test
    void aNameThatAnswersTwiceIsAskedOnceAndItsFirstAnswerIsWhereTheRequestGoes() {
        Receiver canary = opened.keep(Receiver.answering(200));
        AtomicInteger asked = new AtomicInteger();
        Names rebinding = name -> {
            try {
                return CompletableFuture.completedFuture(
                        List.of(InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.9" : "127.0.0.1")));
            } catch (IOException unknown) {
                return CompletableFuture.failedFuture(unknown);
            }
        };

        Answer answer =
                send(sender("127.0.0.9/32", "20s", rebinding, null), "http://rebind.example:" + canary.port() + "/");

        assertThat(answer.error()).isNotBlank();
        assertThat(asked).hasValue(1);
        assertThat(canary.requests()).isEmpty();
    }

    @Test
    void httpIsNotSpokenUnlessItIsAllowed() {
        Receiver canary = opened.keep(Receiver.answering(200));

        Answer answer = send(sender(Map.of(), LOOPBACK, null, null), canary.url());

        assertThat(answer.error()).contains("expected https");
        assertThat(canary.requests()).isEmpty();
    }

    @Test
    void overTlsTheCertificateMustBeTrustedAndBearTheUrlsName(@TempDir Path directory) throws Exception {
        JksOptions keys = certificate(directory.resolve("keys.jks"), "hooks.example");
        Vertx vertx = Vertx.vertx();
        opened.keep(
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS));
        List<String> hosts = new java.util.concurrent.CopyOnWriteArrayList<>();
        int port = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyStoreOptions(keys))
                .requestHandler(request -> {
                    hosts.add(String.valueOf(request.authority()));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .actualPort();
        Names loopback = name -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));
        Sender trusting = sender(LOOPBACK, "20s", loopback, keys);

        assertThat(send(trusting, "https://hooks.example:" + port + "/").status())
                .isEqualTo(200);
        assertThat(send(trusting, "https://other.example:" + port + "/").error())
                .contains("certificate");
        assertThat(send(sender(LOOPBACK, "20s", loopback, null), "https://hooks.example:" + port + "/")
                        .error())
                .contains("certificate");
        assertThat(hosts).containsExactly("hooks.example:" + port);
    }

    private static JksOptions certificate(Path file, String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "JKS",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit",
                        "-keypass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return new JksOptions().setPath(file.toString()).setPassword("changeit");
    }

    private Sender sender(String allowed, String timeout) {
        return sender(allowed, timeout, null, null);
    }

    private Sender sender(String allowed, String timeout, @Nullable Names names, @Nullable TrustOptions trusted) {
        return sender(Map.of("um.webhook.allow-http", "true", "um.webhook.timeout", timeout), allowed, names, trusted);
    }

    private Sender sender(
            Map<String, String> settings, String allowed, @Nullable Names names, @Nullable TrustOptions trusted) {
        return opened.keep(new Sender(
                new AddressGuard(AllowedNetworks.parse(allowed)),
                NameServers.OF_THE_MACHINE,
                WebhookSettings.from(new Settings(key -> Optional.ofNullable(settings.get(key)))),
                Clock.systemUTC(),
                names,
                trusted));
    }

    private static Answer send(Sender sender, String url) {
        WebhookConfig to = new WebhookConfig(
                URI.create(url), new EventFilter(Set.of(), List.of("")), true, Map.of("X-Team", "blue"), 0);
        return sender.send(new SignedRequest(to, "msg_1", 1, "v1,x", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
