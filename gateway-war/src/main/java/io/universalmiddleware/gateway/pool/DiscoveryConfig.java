package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where further targets are found, and how often everything that has a name is looked up anew.
 *
 * @param by nothing, all addresses of a name, an SRV record (RFC 2782), or the platform's registry
 * @param name of the service
 * @param port for {@code dns}, where records have none
 * @param tls whether the targets found speak TLS; the registry says it itself
 */
public record DiscoveryConfig(By by, String name, int port, boolean tls, Duration refresh) {
    /** How. */
    public enum By {
        NONE,
        DNS,
        SRV,
        REGISTRY
    }

    static final Duration REFRESH = Duration.ofSeconds(30);
    static final DiscoveryConfig NONE = new DiscoveryConfig(By.NONE, "", 1, false, REFRESH);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9.])?");

    /**
     * At most one of {@code dns} (a URL as of a target), {@code srv} (such as {@code _http._tcp.app.internal}), {@code registry} (a
     * service's name); {@code tls} goes with {@code srv}.
     */
    static DiscoveryConfig read(Section in) {
        Duration refresh = in.duration("refresh", REFRESH, Duration.ofSeconds(1), Duration.ofHours(1));
        String dns = in.text("dns");
        String srv = in.text("srv");
        String registry = in.text("registry");
        boolean tls = in.flag("tls", false);
        int said = (dns == null ? 0 : 1) + (srv == null ? 0 : 1) + (registry == null ? 0 : 1);
        if (said > 1) {
            in.violation("expected at most one of dns, srv, registry");
        }
        if (dns != null) {
            TargetConfig target = TargetConfig.of(dns, 1, false);
            if (target == null) {
                in.violation("dns", "expected a URL such as http://app.internal:8080, without a path");
                return NONE;
            }
            return new DiscoveryConfig(By.DNS, target.host(), target.port(), target.tls(), refresh);
        }
        String name = srv == null ? registry : srv;
        if (name == null) {
            return new DiscoveryConfig(By.NONE, "", 1, false, refresh);
        }
        if (!NAME.matcher(name).matches()) {
            in.violation(srv == null ? "registry" : "srv", "expected a name of letters, digits, dots, - and _");
        }
        return new DiscoveryConfig(srv == null ? By.REGISTRY : By.SRV, name, 1, tls, refresh);
    }
}
