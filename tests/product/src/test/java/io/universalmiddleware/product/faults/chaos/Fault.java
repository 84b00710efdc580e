package io.universalmiddleware.product.faults.chaos;

import io.universalmiddleware.product.faults.Round;
import io.universalmiddleware.product.faults.check.RedisCopies;
import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Dependency;
import io.universalmiddleware.product.faults.cluster.Node;
import io.universalmiddleware.stores.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A fault strikes the cluster for a while and is over when it returns. What it chooses, it chooses by the seed. */
enum Fault {
    NODE_KILLED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            Node node = anyOf(cluster.nodes(), random);
            node.process().kill();
            round.goesOnFor(random.nextInt(3_000));
            node.process().start();
        }
    },
    NODE_HALTED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            Node node = anyOf(cluster.nodes(), random);
            node.process().pause();
            round.goesOnFor(3_000 + random.nextInt(57_000));
            node.process().resume();
        }
    },
    POSTGRES_KILLED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            killed(cluster.postgres(), round, random.nextInt(15_000));
        }
    },
    KAFKA_KILLED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            killed(cluster.kafka(), round, random.nextInt(60_000));
        }
    },
    REDIS_KILLED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            killed(cluster.redis(), round, random.nextInt(15_000));
        }
    },
    REDIS_FLUSHED {
        @Override
        void strike(Cluster cluster, Round round, Random random) throws Exception {
            try (RedisCopies redis = new RedisCopies(cluster.redisAddress())) {
                redis.flushAll();
                round.goesOnFor(random.nextInt(2_000));
                redis.flushAll();
            }
        }
    },
    STORE_PARTED {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            Dependency dependency = anyOf(cluster.dependencies(), random);
            round.note("parted", "from", dependency.name());
            dependency.part();
            round.goesOnFor(500 + random.nextInt(45_000));
            dependency.heal();
        }
    },
    STORE_SLOW {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            Dependency dependency = anyOf(cluster.dependencies(), random);
            round.note("slow", "what", dependency.name());
            dependency.slow(Duration.ofMillis(5 + random.nextInt(95)));
            round.goesOnFor(1_000 + random.nextInt(9_000));
            dependency.heal();
        }
    },
    CONNECTIONS_RESET {
        @Override
        void strike(Cluster cluster, Round round, Random random) {
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                Dependency dependency = anyOf(cluster.dependencies(), random);
                dependency.link().refuse();
                dependency.heal();
                round.goesOnFor(random.nextInt(1_000));
            }
        }
    },
    DISK_FULL {
        @Override
        void strike(Cluster cluster, Round round, Random random) throws Exception {
            cluster.disk().fill();
            round.goesOnFor(1_000 + random.nextInt(9_000));
            cluster.disk().empty();
        }
    };

    abstract void strike(Cluster cluster, Round round, Random random) throws Exception;

    private static void killed(Dependency dependency, Round round, int millis) {
        dependency.kill();
        round.goesOnFor(millis);
        try {
            dependency.start();
        } catch (StoreException notYet) {
            // PostgreSQL does not start on a full disk; it does when that is over
            round.note("does not start", "what", dependency.name(), "why", notYet.getMessage());
        }
    }

    private static <T> T anyOf(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
