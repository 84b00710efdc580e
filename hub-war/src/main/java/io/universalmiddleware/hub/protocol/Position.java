package io.universalmiddleware.hub.protocol;

/**
 * A position says how much of a channel someone has seen.
 *
 * @param epoch the time within which offsets can be compared
 * @param offset of the latest publication seen; 0 for none
 */
public record Position(String epoch, long offset) {}
