package io.universalmiddleware.launcher.stack;

import io.universalmiddleware.stores.KafkaStore;
import io.universalmiddleware.stores.PostgresStore;
import io.universalmiddleware.stores.RedisStore;
import io.universalmiddleware.stores.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The stores that have no address configured, so that this stack brings them itself. */
record EmbeddedStores(Optional<PostgresStore> postgres, Optional<KafkaStore> kafka, Optional<RedisStore> redis) {

    static EmbeddedStores of(Home home, Configuration configuration) throws IOException {
        String password = home.password("postgres");
        return new EmbeddedStores(
                embedded(configuration, LauncherSettings.POSTGRES_URL)
                        ? Optional.of(PostgresStore.at(
                                home.part("postgres"), configuration.get(LauncherSettings.POSTGRES_PORT), password))
                        : Optional.empty(),
                embedded(configuration, LauncherSettings.KAFKA_SERVERS)
                        ? Optional.of(KafkaStore.at(home.part("kafka"), configuration.get(LauncherSettings.KAFKA_PORT)))
                        : Optional.empty(),
                embedded(configuration, LauncherSettings.REDIS_URL)
                        ? Optional.of(RedisStore.at(home.part("redis"), configuration.get(LauncherSettings.REDIS_PORT)))
                        : Optional.empty());
    }

    List<ServerProcess> all() {
        return Stream.of(postgres, kafka, redis)
                .<ServerProcess>flatMap(Optional::stream)
                .toList();
    }

    private static boolean embedded(Configuration configuration, String address) {
        return configuration.find(address).isEmpty();
    }
}
