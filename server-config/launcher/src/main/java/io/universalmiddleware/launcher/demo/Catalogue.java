package io.universalmiddleware.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * GO-PRO's course catalogue, as its jar carries it.
 *
 * @param attribution whose names and structure these are
 */
record Catalogue(String attribution, List<Course> courses) {
    private static final String RESOURCE = "/gopro/catalogue.json";

    /**
     * A course to create.
     *
     * @param payload of the command {@code gopro.CreateCourse}
     * @param lessons slugs in their order
     */
    record Course(String slug, JsonNode payload, List<String> lessons) {}

    static Catalogue read() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new DemoException("There is no catalogue " + RESOURCE + " on the classpath: build gopro-ejb");
            }
            JsonNode root = new ObjectMapper().readTree(in);
            List<Course> courses = new ArrayList<>();
            root.path("courses").forEach(course -> courses.add(course(course)));
            return new Catalogue(root.path("attribution").asText(), List.copyOf(courses));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Course course(JsonNode course) {
        ObjectNode payload = course.deepCopy();
        payload.remove("slug");
        List<String> lessons = new ArrayList<>();
        course.path("lessons").forEach(lesson -> lessons.add(lesson.path("slug").asText()));
        return new Course(course.path("slug").asText(), payload, List.copyOf(lessons));
    }
}
