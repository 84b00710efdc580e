package io.universalmiddleware.persistence.audit;

/**
 * The head of the chain is its last link.
 *
 * @param seq 0 before the first
 * @param hash in hexadecimal
 */
public record ChainHead(long seq, String hash) {}
