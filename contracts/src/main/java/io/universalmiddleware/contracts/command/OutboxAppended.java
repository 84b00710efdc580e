package io.universalmiddleware.contracts.command;

/**
 * Tells the node's own relay that rows were added to the outbox.
 *
 * <p>A CDI event, fired inside the transaction: observe it after success. Losing it delays the rows until the next poll.
 */
public record OutboxAppended() {}
