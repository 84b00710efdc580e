package io.universalmiddleware.gateway.rewriting;

import org.jspecify.annotations.Nullable;

/**
 * Variables are what a rule may say of a request without knowing it.
 *
 * <p>Names: {@code client.address}, {@code request.id}, {@code trace.id}, {@code tenant}, {@code route}, {@code method},
 * {@code scheme}, {@code host}, {@code path}, {@code caller}, and {@code path.NAME} for what the route's template found.
 */
@FunctionalInterface
public interface Variables {

    /** The value; null if the request has none. */
    @Nullable
    String get(String name);
}
