package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Route;
import io.universalmiddleware.gateway.routing.RouteTable;
import io.universalmiddleware.gateway.routing.Upstream;
import io.universalmiddleware.gateway.rpc.RpcServices;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own routes: each path goes to the process that plays the role which serves it.
 *
 * @param own the application server of the edge's process
 * @param elsewhere the application servers of other processes
 * @param hub the hub's listener, here or elsewhere
 */
record RoleRoutes(RouteTable table, Upstream own, List<Upstream> elsewhere, Upstream hub) {
    static final Setting<URI> PLATFORM_URL = required(
            "um.edge.platform-url",
            "http://127.0.0.1:8081",
            "Where the platform's own paths go: the listener of the application server.");
    static final Setting<URI> COMMAND_URL =
            optional("um.edge.command-url", "Where /api/v1/commands goes, if another process has the role command.");
    static final Setting<URI> PROCESSOR_URL = optional(
            "um.edge.processor-url", "Where /api/v1/dead-letters goes, if another process has the role processor.");
    static final Setting<URI> CACHE_URL =
            optional("um.edge.cache-url", "Where /api/v1/views goes, if another process has the role cache.");
    static final Setting<URI> HUB_URL =
            required("um.edge.hub-url", "http://127.0.0.1:8085", "Where /connection/* goes: the hub.");

    private static final List<String> OWN_PATHS =
            List.of("/api", "/admin", "/health", "/metrics", "/openapi", "/console", "/.well-known", "/oauth2");

    /** @param patience with an exchange; {@code stream} is that with the hub's streams */
    static RoleRoutes from(Settings settings, Patience patience, Duration stream) {
        Upstream own = Upstream.of("platform", settings.get(PLATFORM_URL), patience);
        Upstream hub =
                Upstream.of("hub", settings.get(HUB_URL), new Patience(patience.firstByte(), stream, Duration.ZERO));
        List<Route> routes = new ArrayList<>();
        List<Upstream> elsewhere = new ArrayList<>();
        OWN_PATHS.forEach(path -> routes.add(new Route(path, own)));
        record Served(String path, String name, Setting<URI> by) {}
        List.of(
                        new Served("/api/v1/commands", "command", COMMAND_URL),
                        new Served("/api/v1/dead-letters", "processor", PROCESSOR_URL),
                        new Served("/api/v1/views", "cache", CACHE_URL))
                .forEach(served -> settings.find(served.by()).ifPresent(uri -> {
                    Upstream upstream = Upstream.of(served.name(), uri, patience);
                    elsewhere.add(upstream);
                    routes.add(new Route(served.path(), upstream));
                }));
        RpcServices.ofPlatform().names().forEach(service -> routes.add(new Route('/' + service, own)));
        routes.add(new Route("/connection", hub));
        return new RoleRoutes(new RouteTable(routes), own, List.copyOf(elsewhere), hub);
    }

    private static Setting<URI> required(String key, String fallback, String meaning) {
        return origin(key, fallback, meaning);
    }

    private static Setting<URI> optional(String key, String meaning) {
        return origin(key, null, meaning);
    }

    /** A URI that an {@link Upstream} can be made of. */
    private static Setting<URI> origin(String key, @Nullable String fallback, String meaning) {
        Setting<URI> any = Setting.uri(key, "", meaning);
        return new Setting<>(key, "http(s)://host[:port]", fallback, fallback != null, false, meaning, text -> {
            URI uri = any.parse().apply(text);
            Upstream.of(key, uri, new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO));
            return uri;
        });
    }
}
