package io.universalmiddleware.persistence.outbox;

/**
 * An outbox lease is the right to publish a shard's rows until it ends or another relay takes it.
 *
 * @param epoch grows with each owner: an owner with an older one is fenced
 * @param cursor where to go on
 */
public record OutboxLease(int shard, long epoch, OutboxCursor cursor) {}
