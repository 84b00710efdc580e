package io.universalmiddleware.contracts.lifecycle;

/**
 * This process has sent its clients elsewhere ({@link Leaving}) and is about to stop: now is the time to bring to an end what was
 * taken in, while it still can be.
 *
 * <p>A CDI event, fired asynchronously. The application is stopped when all observers have returned, after 10 s at most.
 */
public record Stopping() {}
