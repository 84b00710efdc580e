package io.universalmiddleware.gateway.http;

/**
 * How large a request's head may be.
 *
 * @param maxTarget characters of the request target, else 414
 * @param maxHead bytes from the request line to the empty line, both included, else 431
 * @param maxFields header fields, else 431
 */
public record HeadLimits(int maxTarget, int maxHead, int maxFields) {}
