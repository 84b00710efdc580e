package io.universalmiddleware.command.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;

/**
 * A command definition is one version of a command type and what it demands of a command.
 *
 * @param aggregateType the type of the aggregate that it changes
 */
public record CommandDefinition(
        String name, int version, String aggregateType, AggregateIdTemplate aggregateId, PayloadSchema schema) {

    /** Every way in which a payload is not valid; empty if it is. */
    public List<Violation> check(JsonNode payload) {
        return schema.check(payload);
    }
}
