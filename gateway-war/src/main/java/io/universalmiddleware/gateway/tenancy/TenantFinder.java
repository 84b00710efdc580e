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
     * @param host lower case, without a port and without a dot at its end
     * @param named what {@link #FIELD} says; null if it is absent
     * @param platforms whether the path is the platform's own; asked only if it matters
     */
    public <T> Whose<T> find(Tenants<T> tenants, String host, @Nullable String named, BooleanSupplier platforms) {
        boolean claimed = false;
        for (TenantBy by : order) {
            T found = null;
            switch (by) {
                case SUBDOMAIN -> {
                    if (host.endsWith(parent) && host.length() > parent.length()) {
                        claimed = true;
                        found = tenants.bySlug(host.substring(0, host.length() - parent.length()));
                    }
                }
                case DOMAIN -> found = tenants.byDomain(host);
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
