package io.universalmiddleware.gateway.limiting;

import java.util.function.Consumer;

/**
 * A check is one request that waits for a decision.
 *
 * @param keys where it is counted, in the order of the limits
 * @param then is told the decision once, on the event loop that asked
 */
record Check(LimitSet limits, String[] keys, Consumer<Decision> then) {}
