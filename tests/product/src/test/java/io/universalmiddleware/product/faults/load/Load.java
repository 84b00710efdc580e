package io.universalmiddleware.product.faults.load;

import io.universalmiddleware.product.faults.cluster.Cluster;
import io.universalmiddleware.product.faults.cluster.Node;
import io.universalmiddleware.product.http.Answer;
import io.universalmiddleware.product.http.Caller;
import io.universalmiddleware.product.loop.School;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A load is a tenant's learners who enrol and complete lessons, readers of their progress, and listeners to it, on all nodes.
 *
 * <p>Each request is written down with its answer. A command that gets none, or one that says to try again, is sent again later with
 * the same key, to the next node, as a client would. Some acknowledged commands are followed by a read with their token, which must
 * show them; one that is told to come again does so at the end.
 */
public final class Load implements AutoCloseable {
    /** Lessons of the course. */
    public static final int LESSONS = 60;

    private static final int WRITERS = 4;
    private static final int READERS = 2;
    private static final int LISTENED_LEARNERS = 4;
    private static final long PAUSE_MILLIS = 20;
    private static final int RUNNING = 20;
    private static final int CHECKED_READS_OF = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final String TOO_EARLY = "https://universalmiddleware.io/problems/not-yet-consistent";

    private final String tenant;
    private final String course;
    private final List<Node> nodes;
    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    private final Recorder recorder;
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Read> reads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<OwnRead> owed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    private final List<Listening> listeners = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger learners = new AtomicInteger();
    private final Instant began = Instant.now().minusSeconds(1);
    private final long seed;

    private Load(Cluster cluster, String tenant, List<Node> nodes, Recorder recorder, long seed) {
        this.tenant = tenant;
        this.nodes = List.copyOf(nodes);
        this.recorder = recorder;
        this.seed = seed;
        nodes.forEach(node ->
                callers.put(node.name(), cluster.caller(node, "ann", tenant).withPatience(PATIENCE)));
        this.course = new School(cluster.caller(nodes.get(0), "ann", tenant)).createdWith(LESSONS);
    }

    /** Begins, on the nodes that run now. */
    public static Load on(Cluster cluster, String tenant, Recorder recorder, long seed) {
        List<Node> nodes = cluster.nodes();
        Load load = new Load(cluster, tenant, nodes, recorder, seed);
        String token = cluster.token("ann", tenant);
        for (int i = 0; i < LISTENED_LEARNERS; i++) {
            load.listen(nodes.get(i % nodes.size()), token, "progress", learner(i + 1) + ":" + load.course);
        }
        nodes.forEach(node -> load.listen(node, token, "leaderboard", load.course));
        await(
                "listeners are subscribed",
                () -> load.listeners.stream()
                        .allMatch(listener -> listener.heard().everSubscribed()));
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            load.run("writer-" + i, () -> load.write(writer));
        }
        for (int i = 0; i < READERS; i++) {
            int reader = i;
            load.run("reader-" + i, () -> load.read(reader));
        }
        await("the load runs", () -> load.acknowledged().size() >= RUNNING);
        return load;
    }

    public String tenant() {
        return tenant;
    }

    public String course() {
        return course;
    }

    public Instant began() {
        return began;
    }

    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    public List<Sent> acknowledged() {
        return sent.stream().filter(Sent::acknowledged).toList();
    }

    public List<Read> reads() {
        return List.copyOf(reads);
    }

    public List<Listening> listeners() {
        return List.copyOf(listeners);
    }

    /** Has the reads with a token come again that were not answered; returns when all are. */
    public void readsComeAgain() {
        for (OwnRead read = owed.poll(); read != null; read = owed.poll()) {
            OwnRead again = read;
            await("a read with a token is answered", () -> answered(again));
        }
    }

    /** What was answered against a promise: reads that were older than their token. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    /** Lets the writers finish what they are at; what is then unanswered stays so. Listeners go on. */
    public void end() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        recorder.flush();
    }

    @Override
    public void close() throws InterruptedException {
        end();
        listeners.forEach(Listening::close);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(180)).until(condition);
    }

    private static String learner(int number) {
        return "learner" + number;
    }

    private void listen(Node node, String token, String view, String key) {
        listeners.add(Listening.to(node, caller(node), token, view, key, recorder));
    }

    private Caller caller(Node node) {
        return java.util.Objects.requireNonNull(callers.get(node.name()));
    }

    private void run(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.start();
        threads.add(thread);
    }

    private void write(int writer) throws InterruptedException {
        Random random = new Random(seed + writer);
        while (stop.getCount() > 0) {
            String learner = learner(learners.incrementAndGet());
            wish("gopro.EnrolLearner", learner, School.enrolment(learner, course), 0, random);
            for (int lesson = 1; lesson <= LESSONS && stop.getCount() > 0; lesson++) {
                wish(
                        "gopro.CompleteLesson",
                        learner,
                        School.completion(learner, course, "lesson-" + lesson),
                        lesson,
                        random);
            }
        }
    }

    private void wish(String type, String learner, Map<String, Object> payload, int lesson, Random random)
            throws InterruptedException {
        Sent.Wish wish = new Sent.Wish(UUID.randomUUID().toString(), type, learner + ":" + course, payload);
        for (int attempt = random.nextInt(nodes.size()); ; attempt++) {
            Node node = nodes.get(attempt % nodes.size());
            @Nullable String token = send(wish, node);
            if (token != null && random.nextInt(CHECKED_READS_OF) == 0) {
                OwnRead own = new OwnRead(node, wish.aggregate(), token, lesson);
                if (!answered(own)) {
                    owed.add(own);
                }
            }
            if (stop.await(token == null ? 10 * PAUSE_MILLIS : PAUSE_MILLIS, TimeUnit.MILLISECONDS) || token != null) {
                return;
            }
        }
    }

    /** The consistency token of an acknowledged command, else null. */
    private @Nullable String send(Sent.Wish wish, Node node) {
        Instant at = Instant.now();
        long begin = System.nanoTime();
        Sent now;
        @Nullable String token = null;
        try {
            Answer answer =
                    caller(node).submit(wish.type(), wish.aggregate(), wish.payload(), "Idempotency-Key", wish.key());
            now = Sent.answered(wish, node.name(), at, since(begin), answer);
            token = now.acknowledged() ? answer.header("Consistency-Token") : null;
        } catch (RuntimeException none) {
            now = Sent.unanswered(wish, node.name(), at, since(begin));
        }
        sent.add(now);
        recorder.sent(now);
        return token;
    }

    /** A read of what one has written oneself. */
    private record OwnRead(Node node, String key, String token, int lesson) {}

    private boolean answered(OwnRead own) {
        @Nullable Answer answer = view(own.node(), own.key(), "Consistency-Token", own.token());
        if (answer == null || answer.status() / 100 == 5) {
            return false;
        }
        int shown = answer.status() == 200 ? answer.json().path("completed").size() : -1;
        if (shown < own.lesson()) {
            broken.add("%s shows %d lessons after the token of lesson %d: %s"
                    .formatted(own.key(), shown, own.lesson(), answer.brief()));
        }
        return true;
    }

    private void read(int reader) throws InterruptedException {
        Random random = new Random(seed - reader - 1);
        while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            view(node, learner(1 + random.nextInt(Math.max(1, learners.get()))) + ":" + course);
        }
    }

    private @Nullable Answer view(Node node, String key, String... headers) {
        Instant at = Instant.now();
        long begin = System.nanoTime();
        @Nullable Answer answer = null;
        try {
            answer = caller(node).view("progress", key, headers);
        } catch (RuntimeException none) {
            // counts as failed
        }
        Read read = new Read(
                node.name(),
                at,
                since(begin),
                answer == null ? 0 : answer.status(),
                headers.length > 0,
                answer != null && answer.body().contains(TOO_EARLY));
        reads.add(read);
        recorder.note(
                "read",
                "node",
                node.name(),
                "key",
                key,
                "ms",
                read.took().toMillis(),
                "status",
                read.status(),
                "token",
                headers.length > 0);
        return answer;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private interface Step {
        void run() throws InterruptedException;
    }
}
