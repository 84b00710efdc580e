package io.universalmiddleware.command.status;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** How far a caller sees: every command of the tenant, or those that they sent. The policy says so. */
@ApplicationScoped
public class CommandReach {
    private Decisions decisions;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandReach() {}

    @Inject
    CommandReach(Decisions decisions) {
        this.decisions = decisions;
    }

    /** Whether the caller may do it with a command of the tenant. */
    boolean includes(Caller caller, String operation, CommandState command) {
        return allows(caller, operation, command.principal());
    }

    /**
     * Whose commands alone a list is to show; empty for everybody's.
     *
     * @throws ProblemException if nobody's
     */
    Optional<String> listed(Caller caller, String operation) {
        Decision general = decided(decisions.decide(caller.asks(operation)));
        if (general.allowed() && !general.limited()) {
            return Optional.empty();
        }
        if (!general.allowed() || !allows(caller, operation, caller.principal())) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, null));
        }
        return Optional.of(caller.principal());
    }

    private boolean allows(Caller caller, String operation, String owner) {
        return decided(decisions.decide(
                        caller.asks(operation),
                        () -> new Input.Resource("command", caller.tenant().value(), owner)))
                .allowed();
    }

    private static Decision decided(Decision decision) {
        if (decision.outcome() == Decision.Outcome.FAILED) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, null));
        }
        return decision;
    }
}
