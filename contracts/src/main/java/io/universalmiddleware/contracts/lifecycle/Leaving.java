package io.universalmiddleware.contracts.lifecycle;

/**
 * This process has been asked to end, and still works as a whole: now is the time to send clients elsewhere.
 *
 * <p>A CDI event, fired asynchronously: whoever observes it does so beside the others. {@link Stopping} follows when all have
 * returned, after 10 s at most.
 */
public record Leaving() {}
