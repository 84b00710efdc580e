package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.command.catalogue.OpenAccount;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CommandIntakeTest {
    private static final byte[] OPEN =
            "{\"type\":\"bank.OpenAccount\",\"payload\":{}}".getBytes(StandardCharsets.UTF_8);

    private final CommandIntake intake = new CommandIntake(
            new SubmissionReader(OpenAccount.catalogue(), 1_000),
            new SubmitPermission(
                    new Decisions(new Waiting(), PolicyData.builtIn("operator"), new SimpleMeterRegistry()), unheard()),
            new AcceptingCommand(),
            new CommandAnswers(new ResultWait(), new ObjectMapper()),
            new SimpleMeterRegistry());

    /** As threads that have ended with the role do. */
    @Test
    void aCommandIsUnavailableWhereNobodyCanAskWhetherItIsAllowed() {
        Caller ann = new Caller(new TenantId("acme"), "ann", Set.of("user"), Set.of());
        CommandCall call = new CommandCall(new Sender(ann, TraceContext.start()), "request-1", null, List.of(), OPEN);

        CommandAnswer answer = intake.submit(call, question -> {
                    throw new RejectedExecutionException("closed");
                })
                .toCompletableFuture()
                .join();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.fields()).containsEntry("Retry-After", "1");
    }

    @SuppressWarnings("unchecked")
    private Event<Denial> unheard() {
        return (Event<Denial>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, args) -> null);
    }

    /** An engine that has to be waited for. */
    private static final class Waiting implements PolicyEngine {
        @Override
        public Decision decide(Input input, PolicyData data) {
            return Decision.failed("nobody waits");
        }

        @Override
        public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
            return Optional.empty();
        }
    }
}
