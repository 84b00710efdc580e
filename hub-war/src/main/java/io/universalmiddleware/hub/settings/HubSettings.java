package io.universalmiddleware.hub.settings;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.hub.connection.AdmissionLimits;
import io.universalmiddleware.hub.connection.ClientAddress;
import io.universalmiddleware.hub.connection.HubLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hub's settings.
 *
 * @param allowedOrigins besides those of the same host and of this machine; {@code *} for any
 * @param trustedProxies tell the address of their client
 * @param serverOnly namespaces in which only the platform publishes, besides the views
 * @param eventLoops threads of the listener; 0 for one per processor
 */
public record HubSettings(
        String host,
        int port,
        int eventLoops,
        Set<String> allowedOrigins,
        ClientAddress trustedProxies,
        Set<String> serverOnly,
        HubLimits limits,
        Duration presenceLife,
        int presenceMost,
        Duration redisDeadline,
        Duration mostStale,
        Duration drain) {
    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    static final Setting<String> HOST = Setting.text("um.hub.host", "127.0.0.1", "Address that the hub binds.");
    static final Setting<Integer> PORT = Setting.port("um.hub.port", 8085, "Port of the hub's WebSocket and SSE.");
    static final Setting<Integer> EVENT_LOOPS = Setting.integer(
            "um.hub.event-loops", 0, 0, 256, "Threads of the hub's listener; 0 takes one per processor.");
    static final Setting<String> ALLOWED_ORIGINS = Setting.text(
            "um.hub.allowed-origins",
            "",
            "Comma-separated origins whose pages may connect, besides the same host and this machine; * for any.");
    static final Setting<String> SERVER_ONLY = Setting.text(
            "um.hub.server-only-namespaces",
            "command",
            "Comma-separated channel namespaces in which clients do not publish, besides the views.");
    static final Setting<Integer> CONNECTIONS =
            Setting.integer("um.hub.connections", 20_000, 1, 1_000_000, "Connections that one node takes.");
    static final Setting<Integer> STRANGERS = Setting.integer(
            "um.hub.strangers",
            1_000,
            1,
            1_000_000,
            "Connections of one node that have not said yet who they are; beyond it new ones get 503.");
    static final Setting<Integer> CONNECTS_PER_SECOND = Setting.integer(
            "um.hub.connects-per-second",
            2_000,
            1,
            1_000_000,
            "New connections per second of one node, on average; beyond it they get 503. Twice as many may come at once.");
    static final Setting<Integer> ADDRESS_CONNECTS_PER_SECOND = Setting.integer(
            "um.hub.address-connects-per-second",
            500,
            1,
            1_000_000,
            "New connections per second of one client address, on average; beyond it they get 429.");
    static final Setting<Integer> ADDRESS_CONNECT_BURST = Setting.integer(
            "um.hub.address-connect-burst",
            2_000,
            1,
            1_000_000,
            "New connections that may come from one client address at once.");
    static final Setting<ClientAddress> TRUSTED_PROXIES = new Setting<>(
            "um.hub.trusted-proxies",
            "addresses",
            "127.0.0.1,::1",
            true,
            false,
            "Comma-separated addresses and networks (10.0.0.0/8), such as those of the edge, that are believed who their client is.",
            text -> new ClientAddress(list(text)));
    static final Setting<Integer> CONNECTIONS_PER_TENANT = Setting.integer(
            "um.hub.connections-per-tenant", 20_000, 1, 1_000_000, "Connections that one node takes of one tenant.");
    static final Setting<Integer> CONNECTIONS_PER_USER = Setting.integer(
            "um.hub.connections-per-user", 10_000, 1, 1_000_000, "Connections that one node takes of one user.");
    static final Setting<Integer> MESSAGE_BYTES =
            Setting.integer("um.hub.message-max-bytes", 65_536, 1_024, 1_048_576, "Bytes of a frame from a client.");
    static final Setting<Integer> CHANNELS = Setting.integer(
            "um.hub.channels-per-connection", 128, 1, 10_000, "Channels that one connection may subscribe to.");
    static final Setting<Integer> QUEUE_BYTES = Setting.integer(
            "um.hub.queue-max-bytes",
            1_048_576,
            65_536,
            67_108_864,
            "Bytes that may wait for a connection; a client that reads too slowly for it is closed with 3008.");
    static final Setting<Integer> ALL_QUEUE_MEGABYTES = Setting.integer(
            "um.hub.queues-max-megabytes",
            128,
            1,
            65_536,
            "Megabytes that may wait for all connections of one node; beyond it the slowest are closed with 3008.");
    static final Setting<Integer> COMMANDS_PER_SECOND = Setting.integer(
            "um.hub.commands-per-second", 100, 1, 100_000, "Commands per second of one connection, on average.");
    static final Setting<Integer> COMMAND_BURST =
            Setting.integer("um.hub.command-burst", 300, 1, 100_000, "Commands that one connection may send at once.");
    static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "um.hub.connect-timeout",
            "10s",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "Time that a client has to send its connect command.");
    static final Setting<Duration> PING_INTERVAL = Setting.duration(
            "um.hub.ping-interval",
            "25s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "Time between the hub's pings.");
    static final Setting<Duration> PONG_TIMEOUT = Setting.duration(
            "um.hub.pong-timeout",
            "10s",
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "Time that a client has to answer a ping.");
    static final Setting<Duration> EXPIRY_GRACE = Setting.duration(
            "um.hub.expiry-grace",
            "10s",
            Duration.ZERO,
            Duration.ofMinutes(10),
            "Time after a token's end in which a connected client can still refresh it.");
    static final Setting<Duration> PRESENCE_TTL = Setting.duration(
            "um.hub.presence-ttl",
            "60s",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "Time after which the clients of a node that died are no longer present.");
    static final Setting<Integer> PRESENCE_MAX = Setting.integer(
            "um.hub.presence-max",
            2_000,
            1,
            100_000,
            "Clients of one channel that presence lists; beyond it is an error.");
    static final Setting<Duration> REDIS_DEADLINE = Setting.duration(
            "um.hub.redis-deadline",
            "3s",
            Duration.ofMillis(50),
            Duration.ofSeconds(30),
            "Time that a command of a client waits for Redis.");
    static final Setting<Duration> STALE_AFTER = Setting.duration(
            "um.hub.stale-after",
            "30s",
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "Time without word from Redis after which a channel's subscribers are told that they may be missing something.");
    static final Setting<Duration> DRAIN = Setting.duration(
            "um.hub.drain",
            "3s",
            Duration.ZERO,
            Duration.ofMinutes(5),
            "Time over which a stopping hub spreads the closing of its connections.");
    /** The configured settings. */
    public static HubSettings from(Settings settings) {
        return new HubSettings(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(EVENT_LOOPS),
                list(settings.get(ALLOWED_ORIGINS)),
                settings.get(TRUSTED_PROXIES),
                list(settings.get(SERVER_ONLY)),
                limits(settings),
                settings.get(PRESENCE_TTL),
                settings.get(PRESENCE_MAX),
                settings.get(REDIS_DEADLINE),
                settings.get(STALE_AFTER),
                settings.get(DRAIN));
    }

    private static HubLimits limits(Settings settings) {
        return new HubLimits(
                admission(settings),
                settings.get(CONNECTIONS_PER_USER),
                settings.get(CONNECTIONS_PER_TENANT),
                settings.get(MESSAGE_BYTES),
                settings.get(CHANNELS),
                settings.get(QUEUE_BYTES),
                settings.get(ALL_QUEUE_MEGABYTES) * BYTES_PER_MEGABYTE,
                settings.get(COMMANDS_PER_SECOND),
                settings.get(COMMAND_BURST),
                settings.get(CONNECT_TIMEOUT),
                settings.get(PING_INTERVAL),
                settings.get(PONG_TIMEOUT),
                settings.get(EXPIRY_GRACE));
    }

    private static AdmissionLimits admission(Settings settings) {
        return new AdmissionLimits(
                settings.get(CONNECTIONS),
                settings.get(STRANGERS),
                settings.get(CONNECTS_PER_SECOND),
                2 * settings.get(CONNECTS_PER_SECOND),
                settings.get(ADDRESS_CONNECTS_PER_SECOND),
                settings.get(ADDRESS_CONNECT_BURST));
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
