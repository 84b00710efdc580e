package io.universalmiddleware.gateway.tenancy;

/** Whose a request is. */
public sealed interface Whose<T> {

    /** A tenant's. */
    record Known<T>(T tenant) implements Whose<T> {}

    /** A tenant's whom nobody knows. */
    record Unknown<T>() implements Whose<T> {}

    /** The platform's own: nothing in it names a tenant. */
    record Platform<T>() implements Whose<T> {}
}
