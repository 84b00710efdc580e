package io.universalmiddleware.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.BodyStage;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FilterChainIT {
    private static EdgeFixture fixture;

    @BeforeAll
    static void start() {
        fixture = EdgeFixture.before(FilterChainIT::origin);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void requestsPassInOrderAndAnswersInTheOther() throws IOException {
        RawClient.Response response = through(get("/"), marking("a"), marking("b"));

        assertThat(response.body()).isEqualTo("GET / in=a,b ");
        assertThat(response.header("Out")).isEqualTo("b, a");
    }

    @Test
    void aFilterMayTakeItsTimeOnAnotherThread() throws IOException {
        RawClient.Response response = through(get("/"), (call, gate) -> new Thread(gate::pass).start(), marking("b"));

        assertThat(response.body()).isEqualTo("GET / in=b ");
    }

    @Test
    void anAnswerOfAFilterSparesTheOrigin() throws IOException {
        int before = fixture.seenByOrigin.get();
        Answer answer = Answer.of(
                203, FieldList.of("X-A", "1", "Connection", "close", "Content-Length", "9"), bytes("kept"), 1, 4);
        Filter answering = (call, gate) -> {
            call.answer().set("Age", "7");
            gate.answer(answer);
        };

        RawClient.Response got = through(get("/"), marking("a"), answering, marking("b"));
        RawClient.Response head =
                through("HEAD / HTTP/1.1\r\nHost: shop.localhost\r\n\r\n", true, marking("a"), answering);

        assertThat(got.status()).isEqualTo(203);
        assertThat(got.body()).isEqualTo("ept");
        assertThat(got.header("Age")).isEqualTo("7");
        assertThat(got.header("Out")).isEqualTo("a");
        assertThat(got.header("Connection")).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("3");
        assertThat(fixture.seenByOrigin.get()).isEqualTo(before);
    }

    @Test
    void aRefusalIsAProblemWithTheCallsFields() throws IOException {
        RawClient.Response response = through(get("/"), marking("a"), (call, gate) -> {
            call.answer().set("X-RateLimit-Limit", "5");
            gate.refuse(Refusal.of(ProblemType.TOO_MANY_REQUESTS, "Too many.").retryAfter(3));
        });

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("3");
        assertThat(response.header("X-RateLimit-Limit")).isEqualTo("5");
        assertThat(response.header("Out")).isEqualTo("a");
        assertThat(response.body()).contains("Too many.");
    }

    @Test
    void aFilterThatFailsIsTheEdgesOwnFault() throws IOException {
        assertThat(through(get("/"), (call, gate) -> {
                            throw new IllegalStateException("secret");
                        })
                        .body())
                .contains("internal-error")
                .doesNotContain("secret");
        assertThat(through(get("/"), answers(head -> {
                            throw new IllegalStateException("secret");
                        }))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void aWholeBodyCanBeReadAndReplaced() throws IOException {
        Filter upper = (call, gate) -> gate.body(10, body -> {
            call.body(new String(body, StandardCharsets.UTF_8).toUpperCase().getBytes(StandardCharsets.UTF_8));
            gate.pass();
        });
        String post = "POST / HTTP/1.1\r\nHost: shop.localhost\r\n";

        assertThat(through(post + "Content-Length: 3\r\n\r\nabc", upper).body()).isEqualTo("POST / in= ABC");
        assertThat(through(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", upper)
                        .body())
                .isEqualTo("POST / in= ABCD");
        assertThat(through(post + "Content-Length: 11\r\n\r\n", upper).status()).isEqualTo(413);
        assertThat(through(post + "Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n", upper)
                        .status())
                .isEqualTo(413);
        assertThat(through(get("/"), upper).body()).isEqualTo("GET / in= ");
    }

    @Test
    void theTargetCanBeRewritten() throws IOException {
        RawClient.Response response = through(get("/a?b=1"), (call, gate) -> {
            call.target("/c", call.query() + "&d=2");
            gate.pass();
        });

        assertThat(response.body()).isEqualTo("GET /c?b=1&d=2 in= ");
    }

    @Test
    void bodiesOfAnswersPassThroughStages() throws IOException {
        Filter doubling = answers(head -> head.through(new BodyStage() {
            @Override
            public void bytes(byte[] piece, Consumer<byte[]> out) {
                out.accept(piece);
            }

            @Override
            public void end(Consumer<byte[]> out) {
                out.accept(new byte[] {(byte) 0x21});
            }
        }));
        Filter reversing = answers(head -> head.whole(
                100,
                body -> new StringBuilder(new String(body, StandardCharsets.UTF_8))
                        .reverse()
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)));

        RawClient.Response both = through(get("/x"), doubling, reversing);

        assertThat(both.body()).isEqualTo(" =ni x/ TEG!");
        assertThat(both.header("Content-Length")).isEqualTo("12");
        assertThat(through(get("/large"), reversing).status()).isEqualTo(502);
        assertThat(through(get("/x"), doubling).header("Transfer-Encoding")).isEqualTo("chunked");
    }

    @Test
    void anAnswerMayComeInPieces() throws IOException {
        try (SubmissionPublisher<byte[]> pieces = new SubmissionPublisher<>()) {
            Filter streaming = (call, gate) -> {
                gate.answer(Answer.stream(200, new FieldList(), -1, pieces));
                new Thread(() -> {
                            for (int i = 0; i < 100; i++) {
                                pieces.submit(bytes("piece"));
                            }
                            pieces.close();
                        })
                        .start();
            };
            assertThat(through(get("/"), streaming).body()).isEqualTo("piece".repeat(100));
        }
    }

    @Test
    void theEdgeAsksAnOriginOnItsOwn() throws IOException {
        Filter fetching = (call, gate) -> call.origins()
                .call(call.toOrigin().method("GET"))
                .thenCompose(FilterChainIT::whole)
                .whenComplete((body, fault) -> gate.answer(
                        Answer.of(fault == null ? 200 : 500, new FieldList(), body == null ? new byte[0] : body)));

        assertThat(through(get("/large"), marking("a"), fetching).body()).hasSize(100_000);
        assertThat(through(get("/y"), marking("a"), fetching).body()).isEqualTo("GET /y in=a ");
    }

    private static RawClient.Response through(String request, Filter... filters) throws IOException {
        return through(request, false, filters);
    }

    private static RawClient.Response through(String request, boolean head, Filter... filters) throws IOException {
        fixture.serve(TenantRoutes.all(EdgeFixture.targets(fixture.originPort), filters));
        try (RawClient client = fixture.connect()) {
            return client.send(request).read(head);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: shop.localhost\r\n\r\n";
    }

    private static Filter marking(String mark) {
        return new Filter() {
            @Override
            public void request(Call call, Gate gate) {
                String before = call.request().get("In");
                call.request().set("In", before == null ? mark : before + ',' + mark);
                gate.pass();
            }

            @Override
            public void response(Call call, ResponseHead head) {
                head.fields().add("Out", mark);
            }
        };
    }

    private static Filter answers(Consumer<ResponseHead> seen) {
        return new Filter() {
            @Override
            public void request(Call call, Gate gate) {
                gate.pass();
            }

            @Override
            public void response(Call call, ResponseHead head) {
                if (head.source() == ResponseHead.Source.ORIGIN) {
                    seen.accept(head);
                }
            }
        };
    }

    private static CompletableFuture<byte[]> whole(OriginAnswer answer) {
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        answer.body().subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(byte[] piece) {
                read.writeBytes(piece);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable fault) {
                whole.completeExceptionally(fault);
            }

            @Override
            public void onComplete() {
                whole.complete(read.toByteArray());
            }
        });
        return whole;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void origin(HttpServerRequest request) {
        if (request.path().equals("/large")) {
            request.response().end("x".repeat(100_000));
            return;
        }
        String in = request.getHeader("In");
        request.body()
                .onSuccess(body -> request.response()
                        .end(request.method() + " " + request.uri() + " in=" + (in == null ? "" : in) + " " + body));
    }
}
