package io.universalmiddleware.persistence.deadletter;

/** A parked key is a key of a consumer whose messages wait; as PostgreSQL keeps it. */
public record ParkedKey(String consumer, String key) {
    public ParkedKey {
        key = KeptMessage.storable(key);
    }
}
