package io.universalmiddleware.bench.identity;

import io.universalmiddleware.bench.BenchException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id by itself, as costly as the platform's passwords are by default: what logins cannot be faster than. */
final class Hashes {
    private static final int KIBIBYTES = 19_456;
    private static final int SCRATCH = 4;
    private static final int PASSES = 2;
    private static final int BYTES = 32;

    private Hashes() {}

    /** Hashes a second of so many threads. */
    static double perSecond(int threads, Duration length) throws InterruptedException {
        ExecutorService hashing = Executors.newFixedThreadPool(threads);
        try {
            long begin = System.nanoTime();
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                counts.add(hashing.submit(() -> count(begin + length.toNanos())));
            }
            int count = 0;
            for (Future<Integer> done : counts) {
                count += done.get();
            }
            return count * 1e9 / (System.nanoTime() - begin);
        } catch (ExecutionException failed) {
            throw new BenchException("a hash failed: " + failed.getCause(), failed);
        } finally {
            hashing.shutdownNow();
        }
    }

    private static int count(long end) {
        byte[] password = "a rowing boat".getBytes(StandardCharsets.UTF_8);
        FixedBlockPool memory = new FixedBlockPool(KIBIBYTES + SCRATCH);
        int count = 0;
        for (; System.nanoTime() - end < 0; count++) {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(KIBIBYTES)
                    .withIterations(PASSES)
                    .withParallelism(1)
                    .withSalt(new byte[BYTES])
                    .withBlockPool(memory)
                    .build());
            generator.generateBytes(password, new byte[BYTES]);
        }
        return count;
    }
}
