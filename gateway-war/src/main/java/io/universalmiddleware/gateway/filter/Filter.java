package io.universalmiddleware.gateway.filter;

/**
 * A filter sees a route's requests before they are passed on, and their answers before the client sees them.
 *
 * <p>One object serves every request of a route, on every event loop, so it holds nothing of any of them. It never blocks.
 */
public interface Filter {

    /**
     * Sees a request. Calls exactly one method of the gate, once: now, which costs nothing, or later and on any thread.
     *
     * <p>What it throws is a fault of the edge's own: 500, and logged.
     */
    void request(Call call, Gate gate);

    /**
     * Sees the head of the answer, on the call's event loop, before it goes to the client.
     *
     * <p>Asked of the filters that the request came to, the last of them first, on every answer: the origin's, that of a
     * filter, the edge's own refusals; of the filter that answered or refused too.
     */
    default void response(Call call, ResponseHead head) {}
}
