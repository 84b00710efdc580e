package io.universalmiddleware.contracts.edge;

import java.util.concurrent.CompletionStage;

/**
 * An edge handler answers some of the platform's requests on the edge's listener, sparing them the way to the application
 * server's. A CDI bean; the edge finds all of them.
 *
 * <p>It is a second door and no other house: what it answers is what the resource answers at the same path. It is asked
 * only for plain requests: the bearer's token is verified, names a tenant and is granted the {@link #operation}, what comes and what
 * is wanted is JSON. Every other request goes on to the resource, which refuses what is to be refused.
 */
public interface EdgeHandler {

    /**
     * Whether it answers such requests in this process. Asked for each request, on an event loop.
     *
     * @param path canonical
     */
    boolean takes(String method, String path);

    /** The id of the operation that it answers, as the API's description has it: nobody is let in who may not do it. */
    String operation();

    /**
     * Whether it finds out itself what a bearer may do who is granted the operation with some resources only. Where it does not, such a bearer's
     * requests go on to the resource.
     */
    default boolean asksOfResources() {
        return false;
    }

    /** The largest body that it reads, in bytes. Requests that announce more go on to the resource. */
    int maxBodyBytes();

    /**
     * Answers. Called on an event loop: it returns at once, and blocks nowhere.
     *
     * <p>The answer may come on any thread. Exceptionally is a fault of the platform's own, logged by the edge and answered
     * 500.
     */
    CompletionStage<EdgeAnswer> answer(EdgeRequest request);

    /**
     * The answer to a request whose body turned out to be larger than {@link #maxBodyBytes}.
     *
     * @param request with an empty body
     */
    EdgeAnswer tooLarge(EdgeRequest request);
}
