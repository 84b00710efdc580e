package io.universalmiddleware.backends;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a running store may be named instead of starting one: a system property such as {@code um.test.kafka}, or the
 * environment variable {@code UM_TEST_KAFKA}.
 */
enum Address {
    /** A JDBC URL of a database whose user may create databases. */
    POSTGRES_URL("um.test.postgres.url"),
    POSTGRES_USER("um.test.postgres.user"),
    POSTGRES_PASSWORD("um.test.postgres.password"),
    /** Bootstrap servers, {@code host:port,…}. */
    KAFKA("um.test.kafka"),
    /** A URL, {@code redis://host:port}. */
    REDIS("um.test.redis");

    private final String property;

    Address(String property) {
        this.property = property;
    }

    Optional<String> given() {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(
                        System.getenv(property.replace('.', '_').toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
