package io.universalmiddleware.gateway.door;

import io.universalmiddleware.contracts.edge.Bearer;
import io.universalmiddleware.contracts.edge.EdgeHandler;

/** A door is a handler in this process that answers a request, and the verified bearer who sent it. */
public record Door(EdgeHandler handler, Bearer bearer) {}
