package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.Refusal;
import java.util.function.Consumer;

/** A gate is how a filter lets a request through, or does not. Safe from any thread. */
public interface Gate {

    /** The request goes on to the next filter, or to the origin. */
    void pass();

    /** This is the answer; the origin is not asked. */
    void answer(Answer answer);

    /** The request is not taken. */
    void refuse(Refusal refusal);

    /**
     * Has the whole body read into memory, after which the filter goes on with one of the other methods. A larger body is
     * refused with 413.
     *
     * @param most bytes
     * @param then is given the body, empty if there is none, on the call's event loop
     */
    void body(int most, Consumer<byte[]> then);
}
