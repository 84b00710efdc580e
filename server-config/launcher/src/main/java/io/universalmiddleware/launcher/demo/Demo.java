package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.launcher.demo.Agreement.Finding;
import io.universalmiddleware.launcher.demo.Catalogue.Course;
import io.universalmiddleware.launcher.demo.CommandClient.Accepted;
import io.universalmiddleware.launcher.stack.Addresses;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The main job, from the outside: import the courses, enrol learners, complete lessons at a rate, watch one learner live, and
 * compare what PostgreSQL, Kafka, Redis and the pushes say about it.
 *
 * <p>Every run has learners of its own, so it can be run again on kept data.
 */
public final class Demo {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SENDERS = 16;
    private static final long PUSH_WITHIN_SECONDS = 60;
    private static final Duration UNDER_WAY = Duration.ofSeconds(60);
    private static final int STAR_LESSONS = 10;
    private static final int STAR_PER_SECOND = 1;

    private final Addresses at;
    private final String token;
    private final DemoPlan plan;
    private final PrintStream out;
    private final CommandClient client;
    private final Ledger ledger = new Ledger();
    private final String run = Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX);

    /** @param token of the tenant's administrator */
    public Demo(Addresses at, String token, DemoPlan plan, PrintStream out) {
        this.at = at;
        this.token = token;
        this.plan = plan;
        this.out = out;
        this.client = new CommandClient(at.edge(), token);
    }

    /** Creates the courses of the catalogue, those that are not there yet. */
    public void importCatalogue() {
        importCourses(Catalogue.read());
    }

    /** Does it all; returns whether everything agrees at the end. */
    public boolean run() {
        Catalogue catalogue = Catalogue.read();
        importCourses(catalogue);
        try (EventsTopic topic = new EventsTopic(at.kafka(), plan.topicPrefix() + Topics.EVENTS)) {
            topic.seekToEnd();
            List<Enrolment> enrolments = enrol(catalogue);
            Enrolment star = enrolments.get(0);
            try (Watched watched = Watched.channel(at.webSocket(), token, "progress:" + star.key(), push -> {})) {
                Accepted last = learn(enrolments, star, watched);
                printTimeline(last);
                return compare(topic, watched, star);
            }
        }
    }

    private void importCourses(Catalogue catalogue) {
        out.println("1  Courses   " + catalogue.attribution());
        for (Course course : catalogue.courses()) {
            // The same key for the same course: an earlier run's answer is given again, nothing is done twice.
            Accepted accepted =
                    client.submit("gopro.CreateCourse", course.slug(), course.payload(), "catalogue-" + course.slug());
            JsonNode row = client.get("/api/v1/views/course/" + course.slug(), accepted.consistency());
            int lessons = row.path("lessons").size();
            out.printf("             %-8s %3d lessons, command %s%n", course.slug(), lessons, accepted.id());
            if (lessons != course.lessons().size()) {
                throw new DemoException("course %s has %d lessons and the catalogue %d"
                        .formatted(course.slug(), lessons, course.lessons().size()));
            }
        }
    }

    /** A learner's place in a course. */
    private record Enrolment(String learner, Course course) {
        String key() {
            return learner + ":" + course.slug();
        }
    }

    private List<Enrolment> enrol(Catalogue catalogue) {
        List<Enrolment> enrolments = new ArrayList<>();
        for (int i = 0; i < plan.learners(); i++) {
            Course course = catalogue.courses().get(i % catalogue.courses().size());
            enrolments.add(new Enrolment("learner-" + run + "-" + i, course));
        }
        out.printf("2  Enrol     %d learners, %d a second%n", plan.learners(), plan.perSecond());
        atRate(enrolments, enrolment -> {
            JsonNode payload = JSON.createObjectNode()
                    .put("learner", enrolment.learner())
                    .put("course", enrolment.course().slug());
            Accepted accepted = client.submit("gopro.EnrolLearner", enrolment.key(), payload);
            ledger.enrolled(enrolment.key(), accepted.id());
        });
        return enrolments;
    }

    private Accepted learn(List<Enrolment> enrolments, Enrolment star, Watched watched) {
        List<Completion> others = new ArrayList<>();
        for (int lesson = 0; lesson < plan.lessonsEach(); lesson++) {
            for (Enrolment enrolment : enrolments.subList(1, enrolments.size())) {
                others.add(
                        new Completion(enrolment, enrolment.course().lessons().get(lesson)));
            }
        }
        out.printf(
                "3  Learn     %d lessons, %d a second; live on progress:%s%n",
                others.size(), plan.perSecond(), star.key());
        CompletableFuture<Void> crowd = CompletableFuture.runAsync(() -> atRate(others, this::complete));
        Pace pace = new Pace(STAR_PER_SECOND);
        @Nullable Accepted last = null;
        for (String lesson : star.course().lessons().subList(0, STAR_LESSONS)) {
            pace.await();
            last = completeWatched(new Completion(star, lesson), watched);
        }
        join(crowd);
        return Objects.requireNonNull(last);
    }

    /** A lesson to be completed. */
    private record Completion(Enrolment enrolment, String lesson) {}

    private Accepted complete(Completion completion) {
        Enrolment enrolment = completion.enrolment();
        JsonNode payload = JSON.createObjectNode()
                .put("learner", enrolment.learner())
                .put("course", enrolment.course().slug())
                .put("lesson", completion.lesson());
        Accepted accepted = client.submit("gopro.CompleteLesson", enrolment.key(), payload);
        ledger.completed(enrolment.key(), completion.lesson(), accepted.id());
        return accepted;
    }

    private Accepted completeWatched(Completion completion, Watched watched) {
        long begin = System.nanoTime();
        Accepted accepted = complete(completion);
        long committed = System.nanoTime();
        Watched.Push push = watched.awaitCommand(accepted.id(), PUSH_WITHIN_SECONDS);
        out.printf(
                "             %-28s committed %4d ms   pushed %4d ms   %s%n",
                completion.lesson(),
                TimeUnit.NANOSECONDS.toMillis(committed - begin),
                TimeUnit.NANOSECONDS.toMillis(push.at() - begin),
                percent(push));
        return accepted;
    }

    private static String percent(Watched.Push push) {
        try {
            return JSON.readTree(push.data()).path("percent").asText() + " %";
        } catch (JsonProcessingException e) {
            return push.data();
        }
    }

    private void printTimeline(Accepted command) {
        JsonNode timeline = client.get("/api/v1/commands/" + command.id() + "/timeline");
        out.printf(
                "4  Timeline  of command %s, trace %s%n",
                command.id(), timeline.path("traceId").asText());
        TimelineText.lines(timeline).forEach(line -> out.println("             " + line));
    }

    private boolean compare(EventsTopic topic, Watched watched, Enrolment star) {
        out.println("5  Compare   with what was acknowledged");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(at.postgres());
        source.setUser(at.postgresUser());
        source.setPassword(at.postgresPassword());
        Agreement agreement = new Agreement(new Truth(source, plan.tenant()), ledger, UNDER_WAY);
        List<Finding> findings = List.of(
                say(agreement.postgres()),
                say(agreement.views()),
                say(agreement.kafka(topic)),
                say(agreement.redis(URI.create(at.redis()), plan.keyPrefix() + "view:" + plan.tenant() + "/")),
                say(agreement.pushes(watched, star.key())));
        boolean agree = findings.stream().allMatch(Finding::agrees);
        out.println(agree ? "All agree." : "They do NOT agree.");
        return agree;
    }

    private Finding say(Finding finding) {
        out.printf(
                "   %s %-10s %s%s%n",
                finding.agrees() ? "ok  " : "FAIL",
                finding.store(),
                finding.found(),
                finding.agrees() ? "" : ": " + finding.complaint());
        return finding;
    }

    private <T> void atRate(List<T> work, Consumer<T> act) {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        Pace pace = new Pace(plan.perSecond());
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (T item : work) {
                pace.await();
                all.add(CompletableFuture.runAsync(() -> act.accept(item), senders));
            }
            join(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
        } finally {
            senders.shutdown();
        }
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DemoException known ? known : e;
        }
    }
}
