package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.util.Optional;

/**
 * How an attempt takes its message in hand, and what it leaves behind, in the attempt's transaction.
 *
 * <p>However often and wherever a message is taken, one transaction that took it commits.
 */
interface Taking {

    /** Takes the message; what became of it already, if it is not to be handled. */
    Optional<Handled> take(Stores stores, KeptMessage message);

    /** The message has had its effect, or needs none. */
    void done(Stores stores);

    /** The message is given up. */
    void failed(Stores stores, KeptMessage message, Failure failure);

    /** How often the message was tried before. */
    int attempts();
}
