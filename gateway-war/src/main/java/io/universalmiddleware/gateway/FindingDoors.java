package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.gateway.door.Doors;
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

    @Inject
    public FindingDoors(@Any Instance<EdgeHandler> handlers, VerifiedTokens tokens) {
        this.handlers = handlers;
        this.tokens = tokens;
    }

    Doors doors() {
        return new Doors(handlers.stream().toList(), tokens::identify);
    }
}
