package io.universalmiddleware.persistence.deadletter;

/** A parked key is a key of a consumer whose messages wait. */
public record ParkedKey(String consumer, String key) {}
