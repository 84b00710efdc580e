package io.universalmiddleware.contracts.command;

import io.universalmiddleware.contracts.problem.Violation;
import java.util.List;

/** Checks payloads against the JSON Schemas of their command types. */
public interface PayloadCheck {

    /**
     * Every way in which a payload is not valid for a command, with a pointer from {@code /payload}; empty if it is.
     *
     * @param aggregateId what the payload must make, if the type makes the id of its payload
     * @param payload JSON
     */
    List<Violation> check(String type, int version, String aggregateId, String payload);
}
