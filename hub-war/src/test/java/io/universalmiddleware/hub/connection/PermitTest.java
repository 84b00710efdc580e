package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.fixture.DistantEngine;
import io.universalmiddleware.hub.strand.Strand;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.token.Identity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of acts whose decision has to be waited for. */
class PermitTest {
    private final Queue<Runnable> questions = new ArrayDeque<>();
    private final Strand strand = new Strand();
    private boolean closed;

    @Test
    void anActThatIsAllowedBeginsInItsTurn() {
        CompletionStage<Answer> answer = permit(denial -> {})
                .then(user("user"), HubAct.CONNECT, () -> Answer.sent().now());
        assertThat(answer.toCompletableFuture()).isNotDone();

        answerQuestions();
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(Answer.sent());
    }

    @Test
    void anActThatThrowsIsAnsweredAllTheSame() {
        CompletionStage<Answer> answer = permit(denial -> {}).then(user("user"), HubAct.PUBLISH, "room", () -> {
            throw new IllegalStateException("broken");
        });

        answerQuestions();
        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aRefusalThatCannotBeToldIsAnsweredAllTheSame() {
        Permit permit = permit(denial -> {
            throw new IllegalStateException("nobody hears");
        });
        CompletionStage<Answer> answer = permit.then(
                user("stranger"), HubAct.CONNECT, () -> Answer.sent().now());

        answerQuestions();
        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aConnectionThatWasClosedMeanwhileBeginsNothing() {
        CompletionStage<Answer> answer = permit(denial -> {}).then(user("user"), HubAct.CONNECT, () -> {
            throw new IllegalStateException("begun");
        });
        closed = true;

        answerQuestions();
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(Answer.sent());
    }

    private Permit permit(Consumer<Denial> denials) {
        Decisions decisions = new Decisions(
                new DistantEngine(new EmbeddedEngine(1)), PolicyData.builtIn("operator"), new SimpleMeterRegistry());
        Permissions permissions = new Permissions(decisions, new ChannelKinds(Set.of()), questions::add, denials);
        return new Permit(permissions, strand::run, () -> closed);
    }

    private void answerQuestions() {
        questions.remove().run();
    }

    private static Identity user(String role) {
        return new Identity(new TenantId("acme"), "ann", Set.of(role), Instant.MAX);
    }
}
