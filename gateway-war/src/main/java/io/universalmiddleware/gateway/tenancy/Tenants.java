package io.universalmiddleware.gateway.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * The tenants that there are now.
 *
 * @param <T> what a tenant is to whoever asks
 */
public interface Tenants<T> {
    @Nullable
    T bySlug(String slug);

    /** @param domain lower case */
    @Nullable
    T byDomain(String domain);
}
