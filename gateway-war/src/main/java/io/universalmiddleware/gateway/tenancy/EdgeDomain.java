package io.universalmiddleware.gateway.tenancy;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import java.util.Locale;

/** The domain of the edge itself. */
public final class EdgeDomain {
    /** Which that is; lower case. */
    public static final Setting<String> SETTING = new Setting<>(
            "um.edge.domain",
            "domain",
            "localhost",
            true,
            false,
            "Below which tenants have their sub-domains: with example.com, shop.example.com is the tenant shop's.",
            EdgeDomain::parse);

    private EdgeDomain() {}

    /** Whether a host is the edge's domain, or right or further below it. */
    public static boolean covers(String domain, String host) {
        return host.equals(domain) || host.endsWith('.' + domain);
    }

    private static String parse(String text) {
        boolean plain = Authority.of(text) instanceof Checked.Usable<Authority> host
                && host.value().port() < 0
                && !text.startsWith("[")
                && !text.endsWith(".");
        if (!plain) {
            throw new IllegalArgumentException("expected a domain such as example.com");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
