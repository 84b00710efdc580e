package io.universalmiddleware.gateway.tenancy;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tenant finder says whose a request is, by what is configured, in the configured order: the first that names a known
 * tenant decides.
 *
 * <p>The header field only counts for paths that are not the platform's own.
 */
public final class TenantFinder {
    /** The field that names a tenant. */
    public static final String FIELD = "X-Tenant";

    private final List<TenantBy> order;
    private final String parent;

    /** @param domain the edge's own, lower case; each label right below it is a tenant's slug */
    public TenantFinder(List<TenantBy> order, String domain) {
        this.order = List.copyOf(order);
        parent = '.' + domain;
    }

    /**
     * Finds the tenant.
     *
     * @param host lower case, without a port
     * @param named what {@link #FIELD} says; null if it is absent
     * @param platforms whether the path is the platform's own; asked only if it matters
     */
    public <T> Whose<T> find(Tenants<T> tenants, String host, @Nullable String named, BooleanSupplier platforms) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        boolean claimed = false;
        for (TenantBy by : order) {
            T found = null;
            switch (by) {
                case SUBDOMAIN -> {
                    if (name.endsWith(parent) && name.length() > parent.length()) {
                        claimed = true;
                        found = tenants.bySlug(name.substring(0, name.length() - parent.length()));
                    }
                }
                case DOMAIN -> found = tenants.byDomain(name);
                case HEADER -> {
                    if (named != null && !platforms.getAsBoolean()) {
                        claimed = true;
                        found = tenants.bySlug(named);
                    }
                }
            }
            if (found != null) {
                return new Whose.Known<>(found);
            }
        }
        return claimed ? new Whose.Unknown<>() : new Whose.Platform<>();
    }
}
