package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.util.List;

/** What the launcher reads for itself, beside the addresses that it hands to the platform. */
public final class LauncherSettings implements SettingsSection {
    static final Setting<Integer> POSTGRES_PORT = Setting.port(
            "um.embedded.postgres-port",
            15432,
            "Port of the embedded PostgreSQL, used while um.postgres.url is unset.");
    static final Setting<Integer> KAFKA_PORT = Setting.port(
            "um.embedded.kafka-port",
            19092,
            "Port of the embedded Kafka, used while um.kafka.bootstrap-servers is unset.");
    static final Setting<Integer> REDIS_PORT = Setting.port(
            "um.embedded.redis-port", 16379, "Port of the embedded Redis, used while um.redis.url is unset.");
    static final Setting<Integer> MAIL_PORT = Setting.port(
            "um.embedded.mail-port", 11025, "Port of the embedded mail catcher, used while um.mail.url is unset.");
    static final Setting<Integer> HEAP_MEGABYTES =
            Setting.integer("um.launcher.heap-megabytes", 512, 256, 65_536, "Heap of the platform's process, in MiB.");

    // The quick compiler alone: the platform starts on half the CPU time (16 s instead of 32, measured on two cores).
    // Its own 48 MB for code can be full after a minute of requests of all kinds; then nothing more is compiled.
    static final Setting<String> JAVA_OPTIONS = Setting.text(
            "um.launcher.java-options",
            "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=192m -XX:+UseSerialGC",
            "Further options of the platform's JVM, separated by spaces; -XX:+TieredCompilation -XX:+UseG1GC suits lasting load.");

    static final Setting<Integer> NODE_PORT_STEP = Setting.integer(
            "um.launcher.node-port-step",
            10,
            1,
            10_000,
            "What each further node of um up --nodes adds to the ports of the one before: 8090, 8091 and 8095.");
    static final Setting<Integer> COMMAND_PORT =
            Setting.port("um.launcher.command-port", 8082, "HTTP port of the command process of um up --split.");
    static final Setting<Integer> PROCESSOR_PORT =
            Setting.port("um.launcher.processor-port", 8083, "HTTP port of the processor process of um up --split.");
    static final Setting<Integer> CACHE_PORT =
            Setting.port("um.launcher.cache-port", 8084, "HTTP port of the cache process of um up --split.");
    static final Setting<Integer> HUB_HTTP_PORT = Setting.port(
            "um.launcher.hub-http-port",
            8086,
            "HTTP port of the hub process of um up --split, for its health and metrics.");

    // Declared by the platform's own sections too; the launcher has to know them before the platform starts.
    static final Setting<Integer> EDGE_PORT = Setting.port("um.edge.port", 8080, "Port of the edge.");
    static final Setting<Integer> EDGE_TLS_PORT = Setting.port("um.edge.tls.port", 8443, "Port of the edge with TLS.");
    static final Setting<Integer> HTTP_PORT =
            Setting.port("um.http.port", 8081, "Port of the application server's own listener.");
    static final Setting<Integer> HUB_PORT = Setting.port("um.hub.port", 8085, "Port of the hub.");

    static final String EDGE_CERTIFICATE = "um.edge.tls.certificate";
    static final String POSTGRES_URL = "um.postgres.url";
    static final String KAFKA_SERVERS = "um.kafka.bootstrap-servers";
    static final String REDIS_URL = "um.redis.url";
    static final String MAIL_URL = "um.mail.url";

    @Override
    public String title() {
        return "Launcher";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                POSTGRES_PORT,
                KAFKA_PORT,
                REDIS_PORT,
                MAIL_PORT,
                HEAP_MEGABYTES,
                JAVA_OPTIONS,
                NODE_PORT_STEP,
                COMMAND_PORT,
                PROCESSOR_PORT,
                CACHE_PORT,
                HUB_HTTP_PORT);
    }

    /** Whether the key is the launcher's alone, and unknown to the platform. */
    static boolean owns(String key) {
        return new LauncherSettings()
                .settings().stream().anyMatch(setting -> setting.key().equals(key));
    }
}
