package io.universalmiddleware.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.gateway.network.NobodysPort;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PlainClientIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Queue<HttpServerRequest> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private int port;

    @BeforeEach
    void start() {
        HttpServer origin = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    made.incrementAndGet();
                    connection.closeHandler(gone -> ended.add("connection"));
                })
                .requestHandler(asked::add);
        port = origin.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void beyondItsConnectionsCallsWaitInTurnAndBeyondThoseTheyFail() {
        List<Told> told = List.of(new Told("/0"), new Told("/1"), new Told("/2"), new Told("/3"));
        onLoop(new PoolOptions(1, 2, LONG, LONG), client -> told.forEach(each -> each.begin(client, port)));

        await().until(() -> asked.size() == 1);
        await().until(() -> told.get(3).fault instanceof ConnectionPoolTooBusyException);
        for (int i = 0; i < 3; i++) {
            int next = i + 1;
            await().until(() -> asked.size() == next);
            answerLatest("/" + i);
        }
        await().until(() -> told.subList(0, 3).stream().allMatch(each -> each.over));
        assertThat(asked.stream().map(HttpServerRequest::connection).distinct()).hasSize(1);
    }

    @Test
    void aCallThatIsAbortedWhileItWaitsNeverLeaves() {
        Told first = new Told("/0");
        Told second = new Told("/1");
        Told third = new Told("/2");
        onLoop(new PoolOptions(1, 2, LONG, LONG), client -> {
            first.begin(client, port);
            UpstreamCall aborted = second.begin(client, port);
            third.begin(client, port);
            aborted.abort();
        });

        await().until(() -> asked.size() == 1);
        answerLatest("/0");
        await().until(() -> asked.size() == 2);
        answerLatest("/2");
        await().until(() -> third.over);
        assertThat(second.connected).isFalse();
    }

    @Test
    void aCallThatIsAbortedTakesItsConnectionWithIt() {
        Told call = new Told("/0");
        CompletableFuture<UpstreamCall> begun = new CompletableFuture<>();
        onLoop(new PoolOptions(1, 1, LONG, LONG), client -> begun.complete(call.begin(client, port)));
        await().until(() -> asked.size() == 1);

        onLoop(begun.join()::abort);

        await().until(() -> ended.size() == 1);
        assertThat(call.fault).isNull();
    }

    @Test
    void aCallThatIsAbortedWhileItsConnectionIsMadeLeavesThatToTheNext() {
        Told first = new Told("/0");
        Told second = new Told("/1");
        onLoop(new PoolOptions(1, 1, LONG, LONG), client -> {
            first.begin(client, port).abort();
            second.begin(client, port);
        });

        await().until(() -> asked.size() == 1);
        answerLatest("/1");
        await().until(() -> second.over);
        assertThat(first.connected).isFalse();
        assertThat(made).hasValue(1);
    }

    @Test
    void aCallThatIsAbortedAsItsConnectionComesSendsNothing() {
        Told first = new Told("/0").aborting();
        Told second = new Told("/1");
        onLoop(new PoolOptions(1, 1, LONG, LONG), client -> {
            first.begin(client, port);
            second.begin(client, port);
        });

        await().until(() -> asked.size() == 1);
        answerLatest("/1");
        await().until(() -> second.over);
        assertThat(first.connected).isTrue();
        assertThat(first.sent).isFalse();
        assertThat(first.fault).isNull();
        assertThat(asked).hasSize(1);
    }

    @Test
    void callsAtOnceHaveAConnectionEachAsLongAsThereAreAny() {
        List<Told> told = List.of(new Told("/0"), new Told("/1"), new Told("/2"), new Told("/3"));
        CompletableFuture<PlainClient> client = new CompletableFuture<>();
        onLoop(new PoolOptions(3, 0, LONG, LONG), each -> {
            told.forEach(call -> call.begin(each, port));
            client.complete(each);
        });

        await().until(() -> asked.size() == 3);
        await().until(() -> told.get(3).fault instanceof ConnectionPoolTooBusyException);
        assertThat(made).hasValue(3);
        for (int i = 0; i < 3; i++) {
            answerLatest("/" + i);
        }
        await().until(() -> told.subList(0, 3).stream().allMatch(each -> each.over));
        List<Told> again = List.of(new Told("/4"), new Told("/5"), new Told("/6"));
        onLoop(() -> again.forEach(call -> call.begin(client.join(), port)));
        await().until(() -> asked.size() == 6);
        assertThat(made).as("the same connections").hasValue(3);
    }

    @Test
    void aConnectionCarriesTheNextCallWhileTheAnswerBeforeWaitsAtItsCaller() {
        Told first = new Told("/0").paused();
        Told second = new Told("/1").paused();
        onLoop(new PoolOptions(1, 1, LONG, LONG), client -> {
            first.begin(client, port);
            second.begin(client, port);
        });
        await().until(() -> asked.size() == 1);
        answerLatest("/0");
        await().until(() -> asked.size() == 2);
        asked.stream().skip(1).forEach(each -> each.response().end(Buffer.buffer(new byte[1 << 20])));
        await().until(() -> second.answer != null);

        onLoop(() -> first.fetch(Long.MAX_VALUE));
        await().until(() -> first.over);

        assertThat(first.pieces).containsExactly(Buffer.buffer("ok"));
        assertThat(second.pieces).as("still paused").isEmpty();
        onLoop(() -> second.fetch(Long.MAX_VALUE));
        await().until(() -> second.over);
        assertThat(second.pieces.stream().mapToInt(Buffer::length).sum()).isEqualTo(1 << 20);
        assertThat(made).hasValue(1);
    }

    @Test
    void everyCallIsToldWhereNobodyListens() throws Exception {
        try (NobodysPort nobody = new NobodysPort()) {
            List<Told> told = List.of(new Told("/0"), new Told("/1"), new Told("/2"));
            onLoop(
                    new PoolOptions(1, 2, LONG, LONG),
                    client -> told.forEach(each -> each.begin(client, nobody.number())));

            await().until(() -> told.stream().allMatch(each -> each.fault instanceof ConnectException));
        }
    }

    @Test
    void aConnectionIsKeptNoLongerThanItMayBe() {
        Told call = new Told("/0");
        onLoop(new PoolOptions(1, 1, LONG, Duration.ofMillis(1)), client -> call.begin(client, port));
        await().until(() -> asked.size() == 1);
        answerLatest("/0");

        await().until(() -> ended.size() == 1);
    }

    @Test
    void aPausedBodyIsGivenPieceByPieceAndThenEnds() {
        Told call = new Told("/0").paused();
        onLoop(new PoolOptions(1, 1, LONG, LONG), client -> call.begin(client, port));
        await().until(() -> asked.size() == 1);
        asked.element().response().end(Buffer.buffer(new byte[1 << 18]));
        await().until(() -> call.answer != null);

        while (!call.over) {
            int before = call.pieces.size();
            onLoop(() -> call.fetch(1));
            await().until(() -> call.pieces.size() > before || call.over);
            assertThat(call.pieces.size()).isLessThanOrEqualTo(before + 1);
        }
        assertThat(call.pieces.stream().mapToInt(Buffer::length).sum()).isEqualTo(1 << 18);
    }

    /** Runs something with a client of one event loop. */
    private void onLoop(PoolOptions options, Consumer<PlainClient> work) {
        onLoop(() -> work.accept(new PlainClient(vertx, options)));
    }

    private void onLoop(Runnable work) {
        loop.runOnContext(nothing -> work.run());
    }

    private void answerLatest(String path) {
        HttpServerRequest latest = asked.stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
        latest.response().end("ok");
    }
}
