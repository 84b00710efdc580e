package io.universalmiddleware.gopro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.universalmiddleware.gopro.course.CreateCourse;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue and the schemas, as the platform would read them. */
class CatalogueTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyCourseIsPayloadOfCreateCourse() throws IOException {
        JsonSchema schema = schema("CreateCourse");

        for (JsonNode course : catalogue().get("courses")) {
            ObjectNode payload = course.deepCopy();
            payload.remove("slug");

            assertThat(schema.validate(payload)).isEmpty();
            CreateCourse command = json.treeToValue(payload, CreateCourse.class);
            Set<String> slugs = new HashSet<>();
            assertThat(command.lessons())
                    .allSatisfy(lesson -> assertThat(slugs.add(lesson.slug())).isTrue());
        }
    }

    @Test
    void namesItsSource() throws IOException {
        assertThat(catalogue().get("attribution").asText()).contains("Exercism", "MIT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateCourse|{\"title\":\" \",\"lessons\":[{\"slug\":\"a\",\"title\":\"A\"}]}",
                "CreateCourse|{\"title\":\"A\",\"lessons\":[]}",
                "CreateCourse|{\"title\":\"A\",\"lessons\":[{\"slug\":\"A\",\"title\":\"A\"}]}",
                "CreateCourse|{\"title\":\"A\",\"lessons\":[{\"slug\":\"a\",\"title\":\"A\",\"difficulty\":11}]}",
                "CreateCourse|{\"title\":\"A\",\"lessons\":[{\"slug\":\"a\",\"title\":\"A\"}],\"id\":1}",
                "EnrolLearner|{\"learner\":\"ann\"}",
                "EnrolLearner|{\"learner\":\"a:b\",\"course\":\"java\"}",
                "EnrolLearner|{\"learner\":\"\",\"course\":\"java\"}",
                "CompleteLesson|{\"learner\":\"ann\",\"course\":\"java\",\"lesson\":7}",
            })
    void schemaRefuses(String command, String payload) throws IOException {
        assertThat(schema(command).validate(payload, InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EnrolLearner|{\"learner\":\"Ann.B_c@d-e\",\"course\":\"java\"}",
                "CompleteLesson|{\"learner\":\"ann\",\"course\":\"java\",\"lesson\":\"hello-world\"}",
            })
    void schemaTakes(String command, String payload) throws IOException {
        assertThat(schema(command).validate(payload, InputFormat.JSON)).isEmpty();
    }

    private JsonNode catalogue() throws IOException {
        try (InputStream in = resource("/gopro/catalogue.json")) {
            return json.readTree(in);
        }
    }

    private static JsonSchema schema(String command) throws IOException {
        try (InputStream in = resource("/gopro/schemas/" + command + ".v1.json")) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
        }
    }

    private static InputStream resource(String path) {
        return Objects.requireNonNull(CatalogueTest.class.getResourceAsStream(path), path);
    }
}
