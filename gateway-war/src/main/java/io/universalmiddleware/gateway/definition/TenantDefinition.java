package io.universalmiddleware.gateway.definition;

import io.universalmiddleware.gateway.document.Pointer;
import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant is an organisation whose traffic comes in here.
 *
 * @param slug its sub-domain, and its name everywhere
 * @param title what people call it
 * @param domains its own domains, besides the sub-domain
 * @param logRetention how long its request log is kept; empty for as long as the platform says
 */
public record TenantDefinition(
        UUID id, String slug, String title, List<String> domains, Optional<Duration> logRetention)
        implements Definition {
    /** The longest that a request log is kept. */
    public static final Duration LONGEST_LOG = Duration.ofDays(90);

    private static final int MAX_TITLE = 200;
    private static final Duration SHORTEST_LOG = Duration.ofHours(1);
    private static final String DOMAIN = "domain:";

    static TenantDefinition read(UUID id, Section in) {
        String slug = Names.slug(in, "slug");
        String title = in.required("name");
        if (title.length() > MAX_TITLE) {
            in.violation("name", "expected at most " + MAX_TITLE + " characters");
        }
        List<String> domains = in.texts("domains");
        for (int i = 0; i < domains.size(); i++) {
            if (!DomainName.isValid(domains.get(i))) {
                in.violation("domains", i, "expected a domain such as api.example.com, in lower case");
            } else if (domains.indexOf(domains.get(i)) < i) {
                in.violation("domains", i, "is there twice");
            }
        }
        Optional<Duration> logRetention = in.has("logRetention")
                ? Optional.of(in.duration("logRetention", SHORTEST_LOG, SHORTEST_LOG, LONGEST_LOG))
                : Optional.empty();
        return new TenantDefinition(id, slug, title, domains, logRetention);
    }

    @Override
    public Kind kind() {
        return Kind.TENANT;
    }

    @Override
    public String tenant() {
        return slug;
    }

    @Override
    public String name() {
        return slug;
    }

    @Override
    public Map<String, String> references() {
        return Map.of();
    }

    @Override
    public Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        for (int i = 0; i < domains.size(); i++) {
            claims.put(DOMAIN + domains.get(i), Pointer.item("/domains", i));
        }
        return claims;
    }
}
