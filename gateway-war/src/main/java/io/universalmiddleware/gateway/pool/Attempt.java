package io.universalmiddleware.gateway.pool;

/**
 * An attempt is one try to have one target answer a request.
 *
 * <p>It is told how that went: {@link #answered} or {@link #failed}, at most one of the two and at most once; an attempt
 * that ends without either says nothing of the target. {@link #ended} comes last, once, and gives the place back. Safe
 * from any thread.
 */
public interface Attempt {

    Target target();

    /** The head of the answer has come. */
    void answered(int status);

    /** Its answer is the one that the client gets; at most one attempt for a request is. */
    default void chosen() {}

    /** There will be no answer, or no whole one. */
    void failed(Fault fault);

    /**
     * It has become a stream or a tunnel, which lasts as long as its client likes: its place among the requests in flight is given
     * back, and its connection goes on counting.
     */
    default void streams() {}

    /** Nothing of it goes on any more. */
    void ended();
}
