package io.universalmiddleware.gateway.tenancy;

import static io.universalmiddleware.gateway.tenancy.TenantBy.DOMAIN;
import static io.universalmiddleware.gateway.tenancy.TenantBy.HEADER;
import static io.universalmiddleware.gateway.tenancy.TenantBy.SUBDOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantFinderTest {
    private static final Tenants<String> TENANTS = new Tenants<>() {
        @Override
        public String bySlug(String slug) {
            return Set.of("shop", "bank").contains(slug) ? slug : null;
        }

        @Override
        public String byDomain(String domain) {
            return domain.equals("shop.example") || domain.equals("www.edge.example") ? "shop" : null;
        }
    };

    private final TenantFinder finder = new TenantFinder(List.of(SUBDOMAIN, DOMAIN, HEADER), "edge.example");

    @Test
    void aSubdomainNamesItsTenant() {
        assertThat(find(finder, "shop.edge.example", null, false)).isEqualTo("shop");
        assertThat(find(finder, "nobody.edge.example", null, false)).isEqualTo("unknown");
        assertThat(find(finder, "a.shop.edge.example", null, false)).isEqualTo("unknown");
        assertThat(find(finder, ".edge.example", null, false)).isEqualTo("platform");
        assertThat(find(finder, "shopedge.example", null, false)).isEqualTo("platform");
    }

    @Test
    void aDomainOfItsOwnDoesToo() {
        assertThat(find(finder, "shop.example", null, false)).isEqualTo("shop");
        assertThat(find(finder, "www.edge.example", null, false)).isEqualTo("shop");
        assertThat(find(finder, "other.example", null, false)).isEqualTo("platform");
    }

    @Test
    void theHeaderCountsWhereThePathIsNotThePlatforms() {
        assertThat(find(finder, "edge.example", "bank", false)).isEqualTo("bank");
        assertThat(find(finder, "edge.example", "nobody", false)).isEqualTo("unknown");
        assertThat(find(finder, "edge.example", "bank", true)).isEqualTo("platform");
    }

    @Test
    void theFirstWayThatNamesAKnownTenantDecides() {
        TenantFinder headerFirst = new TenantFinder(List.of(HEADER, SUBDOMAIN), "edge.example");

        assertThat(find(finder, "shop.edge.example", "bank", false)).isEqualTo("shop");
        assertThat(find(headerFirst, "shop.edge.example", "bank", false)).isEqualTo("bank");
        assertThat(find(headerFirst, "shop.edge.example", "nobody", false)).isEqualTo("shop");
        assertThat(find(headerFirst, "shop.example", null, false)).isEqualTo("platform");
    }

    private static String find(TenantFinder by, String host, String named, boolean platforms) {
        Whose<String> whose = by.find(TENANTS, host, named, () -> platforms);
        if (whose instanceof Whose.Known<String> known) {
            return known.tenant();
        }
        return whose instanceof Whose.Unknown<String> ? "unknown" : "platform";
    }
}
