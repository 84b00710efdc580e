package io.universalmiddleware.contracts.problem;

/**
 * A violation is one reason why an input is not valid.
 *
 * @param pointer where: a JSON pointer into the request body (RFC 6901), or the name of a header or parameter
 * @param message what is wrong there and what is expected
 */
public record Violation(String pointer, String message) {}
