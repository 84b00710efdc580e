package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.filter.OriginAnswer;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.filter.OriginFailedException;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** An origin that answers as the test says, on threads of its own, and counts what it is asked. */
final class TestOrigin implements OriginCalls {
    final List<FieldList> asked = new CopyOnWriteArrayList<>();
    private final Executor threads;
    private volatile Function<OriginRequest, CompletionStage<OriginAnswer>> answers;

    TestOrigin(Executor threads) {
        this.threads = threads;
    }

    /** From now on it answers so. */
    TestOrigin says(Function<OriginRequest, CompletionStage<OriginAnswer>> how) {
        answers = how;
        return this;
    }

    TestOrigin says(int status, String body, String... fields) {
        return says(request -> CompletableFuture.completedFuture(answer(status, body, fields)));
    }

    /** From now on it cannot be reached. */
    void dies() {
        says(request ->
                CompletableFuture.failedFuture(new OriginFailedException(Refusal.of(ProblemType.BAD_GATEWAY, "away"))));
    }

    int count() {
        return asked.size();
    }

    @Override
    public CompletionStage<OriginAnswer> call(OriginRequest request) {
        asked.add(FieldList.copyOf(request.request()));
        return CompletableFuture.supplyAsync(() -> answers.apply(request), threads)
                .thenCompose(stage -> stage);
    }

    static OriginAnswer answer(int status, String body, String... fields) {
        return new OriginAnswer(status, FieldList.of(fields), body.length(), TestBody.of(body));
    }

    static OriginAnswer streaming(TestBody body, String... fields) {
        return new OriginAnswer(200, FieldList.of(fields), -1, body);
    }
}
