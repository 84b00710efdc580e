package io.universalmiddleware.hub.protocol;

/**
 * Client info tells others who is there or who published.
 *
 * @param user the token's subject
 * @param client id of the connection
 */
public record ClientInfo(String user, String client) {}
