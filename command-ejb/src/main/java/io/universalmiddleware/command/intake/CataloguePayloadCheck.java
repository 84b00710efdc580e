package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.command.catalogue.CommandCatalogue;
import io.universalmiddleware.command.catalogue.CommandDefinition;
import io.universalmiddleware.contracts.command.PayloadCheck;
import io.universalmiddleware.contracts.problem.Violation;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a payload as the intake of commands does. */
@Dependent
class CataloguePayloadCheck implements PayloadCheck {
    private final CommandCatalogue catalogue;
    private final ObjectMapper json;

    @Inject
    CataloguePayloadCheck(CommandCatalogue catalogue, ObjectMapper json) {
        this.catalogue = catalogue;
        this.json = json;
    }

    @Override
    public List<Violation> check(String type, int version, String aggregateId, String payload) {
        @Nullable CommandDefinition definition = catalogue.versions(type).get(version);
        if (definition == null) {
            return List.of(new Violation("/payload", "cannot be checked: no handler for " + type + " " + version));
        }
        try {
            JsonNode document = json.readTree(payload);
            List<Violation> violations = new ArrayList<>(JsonLimits.check("/payload", document));
            violations.addAll(definition.check(document));
            if (violations.isEmpty()
                    && !definition.aggregateId().isAny()
                    && !definition.aggregateId().fill(document).orElse("").equals(aggregateId)) {
                violations.add(new Violation("/payload", "must make the aggregate id " + aggregateId + " as before"));
            }
            return violations;
        } catch (JsonProcessingException none) {
            return List.of(new Violation("/payload", "is no JSON: " + none.getOriginalMessage()));
        }
    }
}
