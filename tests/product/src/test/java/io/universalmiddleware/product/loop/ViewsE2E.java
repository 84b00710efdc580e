package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views are read from caches, say so, and never show less than what the reader has written. */
@BootedProduct
class ViewsE2E {
    private static final String TOKEN = "Consistency-Token";

    private final Product product;
    private final String tenant;
    private final Caller caller;
    private final School school;

    ViewsE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
        this.school = new School(caller);
    }

    @Test
    void anEntityTagSparesTheBodyUntilTheViewChanges() {
        String course = school.created("one", "two");
        String enrolment = school.enrolled("ann", course);
        Answer first = School.succeeds(school.complete("ann", course, "one"));
        Answer read =
                caller.view("progress", enrolment, TOKEN, first.header(TOKEN)).isStatus(200);
        String tag = read.header("ETag");
        assertThat(tag).matches("(W/)?\"[^\"]+\"");
        assertThat(read.header("Content-Type")).startsWith("application/json");

        Answer same = caller.view("progress", enrolment, "If-None-Match", tag).isStatus(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        caller.view("progress", enrolment, "If-None-Match", "\"other\", " + tag).isStatus(304);
        caller.view("progress", enrolment, "If-None-Match", "*").isStatus(304);
        caller.view("progress", enrolment, "If-None-Match", "\"other\"").isStatus(200);

        Answer second = School.succeeds(school.complete("ann", course, "two"));
        Answer changed = caller.view("progress", enrolment, TOKEN, second.header(TOKEN), "If-None-Match", tag)
                .isStatus(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void saysFromWhichCacheItAnswers() {
        String course = school.created("one");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(caller.view("course", course).status()).isEqualTo(200));

        Awaitility.await().untilAsserted(() -> {
            Answer hit = caller.view("course", course).isStatus(200);
            assertThat(hit.header("Cache-Status")).contains("hit");
            assertThat(Long.parseLong(hit.header("Age"))).isBetween(0L, 3600L);
        });
    }

    @Test
    void bothDoorsAnswerAlike() {
        String course = school.created("one");
        Caller straight = new Caller(product.stack().addresses().http(), product.token("ann", tenant));
        Answer row = Awaitility.await().until(() -> caller.view("course", course), a -> a.status() == 200);
        List<String[]> requests = List.of(
                new String[] {"course/" + course},
                new String[] {"course/" + course, "If-None-Match", row.header("ETag")},
                new String[] {"course/" + course, "If-None-Match", "\"other\""},
                new String[] {"course/" + course, TOKEN, "nonsense"},
                new String[] {"course/" + course.replace("-", "%2D")},
                new String[] {"course/none"},
                new String[] {"course/" + "k".repeat(401)},
                new String[] {"nothing/key"});

        for (String[] request : requests) {
            String path = "/api/v1/views/" + request[0];
            String[] fields = Arrays.copyOfRange(request, 1, request.length);
            Answer edge = caller.get(path, fields);
            Answer resource = straight.get(path, fields);

            assertThat(edge.status()).as(path).isEqualTo(resource.status());
            assertThat(withoutRequestId(edge)).as(path).isEqualTo(withoutRequestId(resource));
            for (String field : List.of("Content-Type", "ETag", "Cache-Control", "Retry-After")) {
                assertThat(edge.headers().firstValue(field))
                        .as("%s of %s", field, path)
                        .isEqualTo(resource.headers().firstValue(field));
            }
            assertThat(edge.headers().firstValue("Cache-Status").isPresent())
                    .isEqualTo(resource.headers().firstValue("Cache-Status").isPresent());
        }
    }

    private static String withoutRequestId(Answer answer) {
        return answer.body().replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void privateAnswersStayOutOfSharedCaches() {
        String course = school.created("one");

        Answer answer = Awaitility.await().until(() -> caller.view("course", course), a -> a.status() == 200);

        assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                .containsAnyOf("private", "no-store", "no-cache");
    }

    @Test
    void anUnknownViewOrKeyIsNotFound() {
        caller.view("nothing", "x").isProblem(404, "not-found");
        assertThat(caller.view("course", School.freshSlug())
                        .isProblem(404, "not-found")
                        .header("Cache-Status"))
                .isNotBlank();
    }

    @Test
    void whatWasLookedForTooEarlyIsFoundOnceItIsThere() {
        String slug = School.freshSlug();
        caller.view("course", slug).isProblem(404, "not-found");

        Answer done = School.succeeds(caller.perform("gopro.CreateCourse", slug, School.course("one")));

        caller.view("course", slug, TOKEN, done.header(TOKEN)).isStatus(200);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(caller.view("course", slug).status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1.AAAAAAAAAAAAAAAAAAAAAA", "1.", "2.AAAAAAAAAAAAAAAAAAAAAA"})
    void aTokenThatIsNoneIsRefused(String token) {
        Answer answer = caller.view("course", "x", TOKEN, token);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void aTokenWhoseCommandIsStillUnderWayIsAnsweredInBoundedTime() {
        String slug = School.freshSlug();
        try (var held = product.records().hold("lock table event in exclusive mode")) {
            Answer accepted = caller.submit("gopro.CreateCourse", slug, School.course("one"))
                    .isStatus(202);
            long begin = System.nanoTime();
            Answer late = caller.view("course", slug, TOKEN, accepted.header(TOKEN));
            late.isProblem(503, "not-yet-consistent");
            assertThat(Integer.parseInt(late.header("Retry-After"))).isPositive();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
        }
    }

    @Test
    void aReaderWithATokenNeverSeesLessThanItWrote() {
        int writers = 6;
        int rounds = 40;
        String course = school.createdWith(rounds);

        List<CompletableFuture<Void>> running = IntStream.range(0, writers)
                .mapToObj(i -> CompletableFuture.runAsync(() -> writeAndRead("learner" + i, course, rounds)))
                .toList();

        running.forEach(CompletableFuture::join);
    }

    private void writeAndRead(String learner, String course, int rounds) {
        String enrolment = school.enrolled(learner, course);
        for (int round = 1; round <= rounds; round++) {
            Answer accepted = caller.submit(
                    "gopro.CompleteLesson", enrolment, School.completion(learner, course, "lesson-" + round));
            Answer read = caller.view(
                            "progress", enrolment, TOKEN, accepted.isStatus(202).header(TOKEN))
                    .isStatus(200);
            assertThat(read.json().path("completed").size())
                    .as("%s after round %d", enrolment, round)
                    .isEqualTo(round);
        }
    }

    @Test
    void withoutATokenAReaderNeverGoesBackward() {
        int rounds = 60;
        String course = school.createdWith(rounds);
        String enrolment = school.enrolled("ann", course);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, rounds)
                .forEach(i -> caller.submit(
                        "gopro.CompleteLesson", enrolment, School.completion("ann", course, "lesson-" + i))));

        int[] seen = {0};
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    Answer read = caller.view("progress", enrolment);
                    if (read.status() == 200) {
                        int now = read.json().path("completed").size();
                        assertThat(now).isGreaterThanOrEqualTo(seen[0]);
                        seen[0] = now;
                    }
                    return seen[0] == rounds;
                });
        writing.join();
    }

    @Test
    void oddKeysAreKeysLikeOthersOrRefused() {
        for (String key :
                List.of("a%20b", "%F0%9F%9A%80", "a:b:c", "x".repeat(300), "%2e%2e", "a%00b", "a%2fb", "a;b")) {
            Answer answer = caller.view("course", key);
            assertThat(answer.status()).as("%s: %s", key, answer).isIn(400, 404, 414);
        }
    }
}
