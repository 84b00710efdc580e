package io.universalmiddleware.gateway.tenancy;

/** By what a request's tenant is known. */
public enum TenantBy {
    /** The label before the edge's own domain: {@code shop} in {@code shop.edge.example}. */
    SUBDOMAIN,
    /** A domain that is the tenant's own. */
    DOMAIN,
    /** The field {@code X-Tenant}, which holds the slug. */
    HEADER
}
