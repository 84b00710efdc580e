package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.settings.InvalidSettingsException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.door.Doors;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the doors of this process: the handlers that CDI knows, and what verifies tokens for them. */
@Dependent
public class FindingDoors {
    private static final Logger LOG = LoggerFactory.getLogger(FindingDoors.class);
    private static final int TOKENS = 10_000;

    private final Instance<EdgeHandler> handlers;
    private final Settings settings;
    private final Clock clock;

    @Inject
    public FindingDoors(@Any Instance<EdgeHandler> handlers, Settings settings, Clock clock) {
        this.handlers = handlers;
        this.settings = settings;
        this.clock = clock;
    }

    /** The doors; none if the tokens' key is where only the server itself can fetch it. */
    Doors doors() {
        List<EdgeHandler> found = handlers.stream().toList();
        if (found.isEmpty()) {
            return Doors.none();
        }
        try {
            VerifiedTokens tokens = new VerifiedTokens(
                    TokenSettings.from(settings).verifier(clock).asTheServerDoes(), clock, TOKENS);
            return new Doors(found, tokens::identify);
        } catch (InvalidSettingsException noKey) {
            LOG.info("Every request goes through the server's listener: {}", noKey.getMessage());
            return Doors.none();
        }
    }
}
