package io.universalmiddleware.persistence.deadletter;

/** A key was parked by another node in the same moment; tried again, the message goes into its queue. */
public final class KeyParkedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyParkedException(String key) {
        super("key " + key + " was parked meanwhile");
    }
}
