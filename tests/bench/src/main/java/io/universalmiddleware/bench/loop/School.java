package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A school has courses, and learners who are enrolled in one each and complete its lessons one after another. */
final class School {
    private static final String COMPLETE = """
        {"type":"gopro.CompleteLesson","aggregateId":"%1$s:%2$s",\
        "payload":{"learner":"%1$s","course":"%2$s","lesson":"lesson-%3$d"}}\
        """;
    private static final String ENROL = """
        {"type":"gopro.EnrolLearner","aggregateId":"%1$s:%2$s","payload":{"learner":"%1$s","course":"%2$s"}}\
        """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI commands;
    private final String token;
    private final String term;
    private final int learners;
    private final int courses;
    private final int lessons;

    /** @param term of which learners and courses are others than those of any other term */
    School(URI edge, String token, String term, int learners, int courses, int lessons) {
        this.commands = edge.resolve("/api/v1/commands");
        this.token = token;
        this.term = term;
        this.learners = learners;
        this.courses = courses;
        this.lessons = lessons;
    }

    int learners() {
        return learners;
    }

    /** The channels of all learners' progress. */
    List<String> channels() {
        return IntStream.range(0, learners)
                .mapToObj(learner -> "progress:" + learner(learner) + ":" + course(learner))
                .toList();
    }

    /** Creates the courses and enrols the learners, and returns when that is done. */
    void open() throws IOException, InterruptedException {
        String all = IntStream.rangeClosed(1, lessons)
                .mapToObj("{\"slug\":\"lesson-%1$d\",\"title\":\"Lesson %1$d\"}"::formatted)
                .collect(Collectors.joining(","));
        for (int course = 0; course < courses; course++) {
            perform(
                    "{\"type\":\"gopro.CreateCourse\",\"aggregateId\":\"%1$s\",\"payload\":{\"title\":\"A course\",\"lessons\":[%2$s]}}"
                            .formatted(course(course), all));
        }
        for (int learner = 0; learner < learners; learner++) {
            perform(ENROL.formatted(learner(learner), course(learner)));
        }
    }

    /** Sends that a learner has completed a lesson; answers the command's id once it is accepted. */
    CompletableFuture<String> complete(int learner, int lesson) {
        return http.sendAsync(
                        request(COMPLETE.formatted(learner(learner), course(learner), lesson)),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> {
                    if (answer.statusCode() != 202) {
                        throw new BenchException("a command was answered " + answer.statusCode() + " " + answer.body());
                    }
                    return answer.headers()
                            .firstValue("Location")
                            .map(location -> location.substring(location.lastIndexOf('/') + 1))
                            .orElse("");
                });
    }

    private void perform(String command) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(request(command), (name, value) -> true)
                .header("Prefer", "wait=20")
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("succeeded")) {
            throw new BenchException("the school cannot open: " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpRequest request(String command) {
        return HttpRequest.newBuilder(commands)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(command))
                .build();
    }

    private String learner(int number) {
        return term + "-learner-" + number;
    }

    private String course(int number) {
        return term + "-course-" + number % courses;
    }
}
