package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.document.Section;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A target is a server of an origin.
 *
 * @param host a name or an address, without brackets
 * @param weight share of the requests, from 0 (takes none) to 1000
 * @param backup whether it is used only while too few others are up
 */
public record TargetConfig(String host, int port, boolean tls, int weight, boolean backup) {
    static final int MOST_WEIGHT = 1_000;
    private static final String EXPECTED = "expected a URL such as http://10.0.0.5:8080, without a path";
    /** Stands for one that could not be read. */
    static final TargetConfig NONE = new TargetConfig("invalid", 1, false, 0, false);

    static TargetConfig read(Section in) {
        String url = in.required("url");
        int weight = in.integer("weight", 1, 0, MOST_WEIGHT);
        boolean backup = in.flag("backup", false);
        TargetConfig target = of(url, weight, backup);
        if (target == null) {
            if (!url.isEmpty()) {
                in.violation("url", EXPECTED);
            }
            return NONE;
        }
        return target;
    }

    /** Null unless the text is a scheme, a host and perhaps a port, and nothing more. */
    static @Nullable TargetConfig of(String url, int weight, boolean backup) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException notAUri) {
            return null;
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost();
        String path = uri.getRawPath();
        boolean bare = (path == null || path.isEmpty() || path.equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        boolean known = tls || "http".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        if (!known || host == null || !bare || port < 1 || port > 65_535 || host.indexOf('%') >= 0) {
            return null;
        }
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new TargetConfig(name, port, tls, weight, backup);
    }
}
