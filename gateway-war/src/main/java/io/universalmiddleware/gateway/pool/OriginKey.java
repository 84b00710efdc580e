package io.universalmiddleware.gateway.pool;

/** An origin key names an origin: by its tenant's slug, and by its own name within the tenant. */
public record OriginKey(String tenant, String name) {
    @Override
    public String toString() {
        return tenant + '/' + name;
    }
}
