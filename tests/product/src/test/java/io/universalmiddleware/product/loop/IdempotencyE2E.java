package io.universalmiddleware.product.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.stack.BootedProduct;
import io.universalmiddleware.product.stack.Product;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One idempotency key stands for one request of one user of one tenant, however often and however concurrently it is sent. */
@BootedProduct
class IdempotencyE2E {
    private static final String KEY = "Idempotency-Key";

    private final Product product;
    private final String tenant;
    private final Caller caller;
    private final String key = UUID.randomUUID().toString();
    private final String slug = School.freshSlug();

    IdempotencyE2E(Product product) {
        this.product = product;
        this.tenant = product.freshTenant();
        this.caller = product.caller("ann", tenant);
    }

    @Test
    void theSameKeyAndBodyGetTheFirstAnswer() {
        Answer first = create(caller, "one").isStatus(202);
        Answer second = create(caller, "one");

        assertThat(second.status()).isIn(200, 202);
        assertThat(second.commandId()).isEqualTo(first.commandId());
        assertThat(second.header("Consistency-Token")).isEqualTo(first.header("Consistency-Token"));
        assertThat(commands()).isEqualTo(1);
    }

    @Test
    void theSameBodyInOtherWordsIsTheSame() {
        String body = Caller.command("gopro.CreateCourse", slug, School.course("one"));
        Answer first = caller.post("/api/v1/commands", body, KEY, key).isStatus(202);
        Answer second = caller.post("/api/v1/commands", body.replace(",", " ,\n "), KEY, key);

        assertThat(second.status()).isIn(200, 202);
        assertThat(second.commandId()).isEqualTo(first.commandId());
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        create(caller, "one").isStatus(202);

        create(caller, "two").isProblem(422, "idempotency-key-reused");
        assertThat(commands()).isEqualTo(1);
    }

    @Test
    void anotherUserOrTenantHasKeysOfItsOwn() {
        Answer ann = create(caller, "one").isStatus(202);
        Answer bob = create(product.caller("bob", tenant), "two").isStatus(202);
        Answer stranger =
                create(product.caller("ann", product.freshTenant()), "three").isStatus(202);

        assertThat(List.of(ann.commandId(), bob.commandId(), stranger.commandId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aKeyInFlightIsAConflictThatMayBeTriedAgain() {
        CompletableFuture<Answer> first;
        try (var held = product.records().hold("lock table command in exclusive mode")) {
            first = caller.submitting("gopro.CreateCourse", slug, School.course("one"), KEY, key);
            org.awaitility.Awaitility.await()
                    .until(() -> product.records()
                                    .count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                            + " and query ilike '%insert into command%'")
                            > 0);

            Answer second = create(caller, "one");
            second.isProblem(409, "request-in-flight");
            assertThat(Integer.parseInt(second.header("Retry-After"))).isBetween(1, 60);
        }
        Answer done = first.join().isStatus(202);
        assertThat(create(caller, "one").commandId()).isEqualTo(done.commandId());
    }

    @Test
    void fiftyAtOnceAreOneCommand() {
        List<Answer> answers = IntStream.range(0, 50)
                .mapToObj(i -> caller.submitting("gopro.CreateCourse", slug, School.course("one"), KEY, key))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 202, 409));
        assertThat(answers.stream().filter(a -> a.status() != 409).map(Answer::commandId))
                .isNotEmpty()
                .containsOnly(create(caller, "one").commandId());
        assertThat(commands()).isEqualTo(1);
        assertThat(product.records()
                        .count(
                                "select count(*) from outbox where topic like '%commands' and headers->>'ce_tenant' = ?",
                                tenant))
                .isEqualTo(1);
    }

    @Test
    void aRefusedRequestDoesNotUseItsKeyUp() {
        caller.submit("gopro.CreateCourse", slug, Map.of("title", 7), KEY, key).isProblem(422, "invalid-command");

        create(caller, "one").isStatus(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "ключ"})
    void aKeyThatIsNoneIsRefused(String odd) {
        Answer answer;
        try {
            answer = caller.submit("gopro.CreateCourse", slug, School.course("one"), KEY, odd);
        } catch (IllegalArgumentException theClientItselfRefuses) {
            return;
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    }

    @Test
    void tooLongAKeyIsRefused() {
        Answer answer = caller.submit("gopro.CreateCourse", slug, School.course("one"), KEY, "k".repeat(1000));

        answer.isProblem(400, "invalid-request");
        assertThat(answer.pointers()).containsExactly(KEY);
    }

    private Answer create(Caller who, String lesson) {
        return who.submit("gopro.CreateCourse", slug, School.course(lesson), KEY, key);
    }

    private long commands() {
        return product.records().count("select count(*) from command where tenant = ?", tenant);
    }
}
