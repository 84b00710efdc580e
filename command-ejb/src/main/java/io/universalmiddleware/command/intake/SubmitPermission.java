package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.command.catalogue.CommandDefinition;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The permission to submit: the policy is asked whether a caller may send commands of a type and version. The aggregate is no part of the
 * question, so the answer is remembered for as many commands as they send.
 */
@ApplicationScoped
public class SubmitPermission {
    static final String OPERATION = "submitCommand";
    private static final String ADMIN = "admin";

    private Decisions decisions;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected SubmitPermission() {}

    @Inject
    SubmitPermission(Decisions decisions, Event<Denial> denials) {
        this.decisions = decisions;
        this.denials = denials;
    }

    /** The decision, if it is at hand; never blocks. */
    Optional<Decision> now(Caller caller, CommandDefinition type) {
        return decisions.now(caller.asks(OPERATION), () -> resource(caller, type));
    }

    /** The decision; may block for the policy engine's deadline. */
    Decision decide(Caller caller, CommandDefinition type) {
        return decisions.decide(caller.asks(OPERATION), () -> resource(caller, type));
    }

    /** @throws ProblemException if the decision is not to allow it; why is told to admins alone */
    void require(Decision decision, Caller caller, CommandDefinition type) {
        if (decision.allowed()) {
            return;
        }
        String tenant = caller.tenant().value();
        denials.fire(new Denial(tenant, tenant + '/' + caller.principal(), OPERATION, decision.reason(), ""));
        @Nullable
        String why =
                caller.roles().contains(ADMIN) ? OPERATION + " of " + type.name() + ": " + decision.reason() : null;
        throw new ProblemException(Problem.of(
                decision.outcome() == Decision.Outcome.FAILED ? ProblemType.UNAVAILABLE : ProblemType.FORBIDDEN, why));
    }

    private static Input.Resource resource(Caller caller, CommandDefinition type) {
        return new Input.Resource(
                "command",
                caller.tenant().value(),
                null,
                type.name(),
                Map.of("version", Integer.toString(type.version())));
    }
}
