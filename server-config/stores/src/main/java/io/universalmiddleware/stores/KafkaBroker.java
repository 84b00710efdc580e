package io.universalmiddleware.stores;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The broker's own main class: formats the data directory when it is new, starts the server, and writes a file when it
 * serves. It runs in the child JVM, on the broker's classpath.
 */
final class KafkaBroker {
    private static final Logger QUIET = Logger.getLogger("");

    private KafkaBroker() {}

    /** Arguments: the broker's properties file, and the file to make once it serves. */
    public static void main(String[] arguments) throws Exception {
        QUIET.setLevel(Level.WARNING);
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(in);
        }
        Path data = Path.of(settings.getProperty("log.dirs"));
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(data);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        Files.createFile(Path.of(arguments[1]));
        server.awaitShutdown();
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setPrintStream(System.out)
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .run();
    }
}
