package io.universalmiddleware.gateway.limiting;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as limits count it.
 *
 * @param address of the client, behind the trusted proxies
 * @param user empty if nobody is known
 * @param key the id of the API key; empty if none was used
 * @param header the first value of a field of the request
 */
public record Requester(String address, String user, String key, Function<String, @Nullable String> header) {}
