package io.universalmiddleware.gateway;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.http.HeadLimits;
import io.universalmiddleware.gateway.proxy.ListenerOptions;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.routing.Persistence;
import io.universalmiddleware.gateway.routing.Retries;
import io.universalmiddleware.gateway.tenancy.EdgeDomain;
import io.universalmiddleware.gateway.tenancy.TenantBy;
import io.universalmiddleware.gateway.tenancy.TenantFinder;
import io.universalmiddleware.gateway.upstream.PoolOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The edge's settings, and what they configure. */
record EdgeSettings(
        ListenerOptions listener, PoolOptions pool, RoleRoutes routes, TenantFinder tenants, Persistence persistence) {
    static final Setting<String> HOST = Setting.text("um.edge.host", "127.0.0.1", "Address that the edge binds.");
    static final Setting<Integer> PORT = Setting.port("um.edge.port", 8080, "Port through which everything comes in.");
    static final Setting<Integer> EVENT_LOOPS = Setting.integer(
            "um.edge.event-loops", 0, 0, 256, "Threads of the edge's listener; 0 takes one per processor.");
    static final Setting<Integer> TRUSTED_HOPS = Setting.integer(
            "um.edge.trusted-hops",
            0,
            0,
            16,
            "Proxies in front of the edge whose X-Forwarded-* fields are believed; 0 if clients connect directly.");
    static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
            "um.edge.max-connections", 50_000, 1, 1_000_000, "Open connections; further ones are closed at once.");
    static final Setting<Integer> MAX_TARGET =
            Setting.integer("um.edge.max-target", 8_192, 256, 65_536, "Characters of a request target, else 414.");
    static final Setting<Integer> MAX_HEAD = Setting.integer(
            "um.edge.max-head", 32_768, 1_024, 1_048_576, "Bytes of a request's line and header, else 431.");
    static final Setting<Integer> MAX_FIELDS =
            Setting.integer("um.edge.max-fields", 100, 10, 1_000, "Fields in a request's header, else 431.");
    static final Setting<Integer> MAX_BODY_MB =
            Setting.integer("um.edge.max-body-mb", 64, 0, 1_048_576, "Mebibytes of a request's body, else 413.");
    static final Setting<Integer> MAX_MESSAGE_MB = Setting.integer(
            "um.edge.max-message-mb",
            4,
            1,
            64,
            "Mebibytes of one message over gRPC to the platform's own services, else RESOURCE_EXHAUSTED.");
    static final Setting<Duration> HEAD_TIMEOUT = duration(
            "um.edge.head-timeout", "10s", Duration.ofMinutes(5), "Time for a request's head to come in, else 408.");
    static final Setting<Duration> BODY_TIMEOUT = duration(
            "um.edge.body-timeout", "20s", Duration.ofMinutes(5), "Time without a byte of a due body, else 408.");
    static final Setting<Integer> MIN_BODY_RATE = Setting.integer(
            "um.edge.min-body-rate",
            240,
            0,
            1_048_576,
            "Bytes per second with which a body must come once it has taken longer than the body timeout, else 408.");
    static final Setting<Duration> KEEP_ALIVE = duration(
            "um.edge.keep-alive", "75s", Duration.ofHours(1), "Time a connection may stay open between requests.");
    static final Setting<Duration> CONNECT_TIMEOUT = duration(
            "um.edge.connect-timeout", "2s", Duration.ofMinutes(1), "Time to connect to an upstream, else 503.");
    static final Setting<Duration> FIRST_BYTE_TIMEOUT = duration(
            "um.edge.first-byte-timeout",
            "30s",
            Duration.ofHours(1),
            "Time from the end of a request to the head of the upstream's answer, else 504.");
    static final Setting<Duration> IDLE_TIMEOUT = duration(
            "um.edge.idle-timeout",
            "60s",
            Duration.ofHours(1),
            "Time without a byte of an answer, after which both sides are cut.");
    static final Setting<Duration> TOTAL_TIMEOUT = Setting.duration(
            "um.edge.total-timeout",
            "5m",
            Duration.ZERO,
            Duration.ofDays(1),
            "Time for a whole exchange with the platform; 0s is without bound. The hub's streams have none.");
    static final Setting<Duration> STREAM_IDLE_TIMEOUT = Setting.duration(
            "um.edge.stream-idle-timeout",
            "5m",
            Duration.ZERO,
            Duration.ofDays(1),
            "Time without a byte on a hub connection in either direction; 0s is without bound.");
    static final Setting<Integer> POOL_SIZE = Setting.integer(
            "um.edge.pool-size",
            8_192,
            1,
            65_536,
            "Connections to one upstream from one event loop: so many for requests without a body, and so many for others.");
    static final Setting<Integer> POOL_QUEUE = Setting.integer(
            "um.edge.pool-queue",
            1_024,
            0,
            1_000_000,
            "Requests of one event loop that may wait for a connection to an upstream, else 503.");
    static final Setting<Duration> POOL_KEEP_ALIVE = Setting.duration(
            "um.edge.pool-keep-alive",
            "20s",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "Time an idle connection to an upstream is kept; must be shorter than the upstream keeps it.");
    static final Setting<Duration> DRAIN = Setting.duration(
            "um.edge.drain",
            "6s",
            Duration.ZERO,
            Duration.ofMinutes(10),
            "Time for exchanges to finish when the edge stops.");
    static final Setting<List<TenantBy>> TENANT_BY = new Setting<>(
            "um.edge.tenant-by",
            "subdomain,domain,header, in any order, each at most once",
            "subdomain,domain,header",
            true,
            false,
            "By what a request's tenant is known; the first that names a known tenant decides. The header is X-Tenant.",
            EdgeSettings::tenantBy);
    static final Setting<Integer> METERED_ROUTES = Setting.integer(
            "um.edge.metered-routes",
            1_000,
            0,
            100_000,
            "Tenants' routes that have metrics of their own; those beyond are counted together, as other.");
    static final Setting<Boolean> ACCESS_LOG =
            Setting.flag("um.edge.access-log", false, "Whether each exchange is logged, in one line.");

    /** The configured settings. */
    static EdgeSettings from(Settings settings) {
        return new EdgeSettings(
                listener(settings),
                pool(settings),
                routes(settings),
                new TenantFinder(settings.get(TENANT_BY), settings.get(EdgeDomain.SETTING)),
                new Persistence(
                        new Patience(
                                settings.get(CONNECT_TIMEOUT),
                                settings.get(FIRST_BYTE_TIMEOUT),
                                settings.get(IDLE_TIMEOUT),
                                settings.get(TOTAL_TIMEOUT)),
                        Retries.ONCE,
                        Duration.ZERO));
    }

    private static ListenerOptions listener(Settings settings) {
        int loops = settings.get(EVENT_LOOPS);
        return new ListenerOptions(
                settings.get(HOST),
                settings.get(PORT),
                loops > 0 ? loops : Runtime.getRuntime().availableProcessors(),
                settings.get(MAX_CONNECTIONS),
                new HeadLimits(settings.get(MAX_TARGET), settings.get(MAX_HEAD), settings.get(MAX_FIELDS)),
                (long) settings.get(MAX_BODY_MB) << 20,
                settings.get(HEAD_TIMEOUT),
                settings.get(BODY_TIMEOUT),
                settings.get(MIN_BODY_RATE),
                settings.get(KEEP_ALIVE),
                settings.get(DRAIN),
                settings.get(TRUSTED_HOPS),
                settings.get(ACCESS_LOG),
                settings.get(METERED_ROUTES),
                EdgeTlsSettings.transportSecurity(settings));
    }

    private static PoolOptions pool(Settings settings) {
        return new PoolOptions(
                settings.get(POOL_SIZE),
                settings.get(POOL_QUEUE),
                settings.get(CONNECT_TIMEOUT),
                settings.get(POOL_KEEP_ALIVE));
    }

    private static RoleRoutes routes(Settings settings) {
        Patience patience =
                new Patience(settings.get(FIRST_BYTE_TIMEOUT), settings.get(IDLE_TIMEOUT), settings.get(TOTAL_TIMEOUT));
        return RoleRoutes.from(settings, patience, settings.get(STREAM_IDLE_TIMEOUT));
    }

    private static List<TenantBy> tenantBy(String text) {
        List<TenantBy> order = Arrays.stream(text.split(","))
                .map(way -> TenantBy.valueOf(way.strip().toUpperCase(Locale.ROOT)))
                .toList();
        if (order.size() != Set.copyOf(order).size()) {
            throw new IllegalArgumentException("expected each at most once");
        }
        return order;
    }

    private static Setting<Duration> duration(String key, String fallback, Duration most, String meaning) {
        return Setting.duration(key, fallback, Duration.ofMillis(100), most, meaning);
    }
}
