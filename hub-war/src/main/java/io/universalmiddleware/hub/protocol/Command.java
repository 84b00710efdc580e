package io.universalmiddleware.hub.protocol;

/**
 * A command is a request with the number that its reply will bear.
 *
 * @param id 0 where no reply is expected
 */
public record Command(long id, Request request) {}
