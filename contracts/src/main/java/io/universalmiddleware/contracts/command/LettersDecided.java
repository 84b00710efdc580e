package io.universalmiddleware.contracts.command;

/**
 * Tells the node's own consumers that an operator has decided about dead letters, so that parked keys may be due.
 *
 * <p>A CDI event, fired inside the transaction: observe it after success. Losing it delays the keys until the next look.
 */
public record LettersDecided() {}
