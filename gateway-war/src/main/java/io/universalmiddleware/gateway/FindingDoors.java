package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Finds the doors of this process: the handlers that CDI knows, for bearers of tokens. */
@Dependent
public class FindingDoors {
    private final Instance<EdgeHandler> handlers;
    private final VerifiedTokens tokens;
    private final Decisions decisions;

    @Inject
    public FindingDoors(@Any Instance<EdgeHandler> handlers, VerifiedTokens tokens, Decisions decisions) {
        this.handlers = handlers;
        this.tokens = tokens;
        this.decisions = decisions;
    }

    Doors doors() {
        return new Doors(handlers.stream().toList(), tokens::identify, this::mayDo);
    }

    private boolean mayDo(Identity identity, EdgeHandler handler) {
        Input input = new Input(
                identity.tenant().value(),
                identity.user(),
                identity.roles(),
                identity.scopes(),
                handler.operation(),
                null);
        return decisions
                .now(input)
                .filter(Decision::allowed)
                .map(decision -> !decision.limited() || handler.asksOfResources())
                .orElse(false);
    }
}
