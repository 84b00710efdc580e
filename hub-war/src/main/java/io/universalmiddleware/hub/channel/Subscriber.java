package io.universalmiddleware.hub.channel;

import io.universalmiddleware.hub.protocol.ClientInfo;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.hub.protocol.Result;

/**
 * A subscriber is one connection's end of a subscription.
 *
 * <p>Told first {@link #admitted} or {@link #refused}; after {@link #admitted} come the publications that follow its position, each
 * once and in order, until {@link #lost} or until it is removed. Calls come one after another and must not block.
 */
public interface Subscriber {

    /** Whether it still wants anything; false once its connection has closed. */
    boolean active();

    /** Who it is. */
    ClientInfo client();

    /** Whether to be told who comes and goes. */
    boolean joinLeave();

    void admitted(Result.Subscribed result);

    void refused(ErrorCode error);

    void push(Outgoing push);

    /** Publications may be missing from here on; the subscription is over. */
    void lost();
}
