package io.universalmiddleware.gateway.splitting;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.http.FieldList;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Disturbs requests as the route's fault says; nothing waits on a thread. */
public final class FaultFilter implements Filter {
    private final Fault fault;
    private final Executor later;
    private final Answer aborted;

    public FaultFilter(Fault fault) {
        this.fault = fault;
        later = CompletableFuture.delayedExecutor(fault.delay().toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
        String problem =
                "{\"type\":\"about:blank\",\"title\":\"Aborted by fault injection\",\"status\":" + fault.status() + '}';
        aborted = Answer.of(
                fault.status(),
                FieldList.of("Content-Type", Problem.MEDIA_TYPE, "Cache-Control", "no-store"),
                problem.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void request(Call call, Gate gate) {
        if (!fault.conditions().hold(call.request())) {
            gate.pass();
        } else if (ThreadLocalRandom.current().nextInt(Buckets.COUNT) < fault.delayed()) {
            later.execute(() -> abortOrPass(gate));
        } else {
            abortOrPass(gate);
        }
    }

    private void abortOrPass(Gate gate) {
        if (ThreadLocalRandom.current().nextInt(Buckets.COUNT) < fault.aborted()) {
            gate.answer(aborted);
        } else {
            gate.pass();
        }
    }
}
