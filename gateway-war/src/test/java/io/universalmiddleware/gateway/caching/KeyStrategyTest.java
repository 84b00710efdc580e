package io.universalmiddleware.gateway.caching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyStrategyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "{}                                      | b=2&a=1&utm=x | b=2&a=1&utm=x",
                "{\"query\":\"none\"}                    | b=2           | null",
                "{\"query\":{\"allow\":[\"a\",\"b\"]}}   | b=2&a=1&utm=x | a=1&b=2",
                "{\"query\":{\"allow\":[\"a\"]}}         | a=2&a=1&&     | a=2&a=1",
                "{\"query\":{\"allow\":[\"id\"]}}        | %69d=evil&x=1 | %69d=evil",
                "{\"query\":{\"deny\":[\"utm\"]}}        | b=2&%75tm=x   | b=2",
                "{\"query\":{\"deny\":[\"utm\"]}}        | b=2&a=1&utm=x | a=1&b=2",
                "{\"query\":{\"deny\":[\"utm\"]}}        | utm=x         | null",
                "{\"query\":{\"deny\":[\"utm\"]}}        | null          | null",
            })
    void theQueryCountsAsTheRouteSays(String key, String query, String counts) throws Exception {
        assertThat(new KeyStrategy(read("{\"key\":" + key + "}").key()).query(query))
                .isEqualTo(counts);
    }

    @Test
    void anEmptyObjectMeansAsTheOriginSays() throws Exception {
        assertThat(read("{}")).isEqualTo(CacheDefinition.BY_ORIGIN);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        assertThat(pointers(
                        "{\"ttl\":\"x\",\"override\":1,\"maxBytes\":-1,\"tags\":[\"a b\"],\"setCookie\":\"yes\",\"foo\":1,"
                                + "\"key\":{\"query\":{},\"bar\":2}}"))
                .contains("/ttl", "/override", "/maxBytes", "/tags", "/setCookie", "/foo", "/key/query", "/key/bar");
        assertThat(pointers("{\"override\":true}")).containsExactly("/override");
        assertThat(pointers("{\"ttl\":\"8d\"}")).containsExactly("/ttl");
        assertThat(
                        pointers(
                                "{\"ttl\":\"5m\",\"negative\":\"0s\",\"override\":true,\"key\":{\"query\":\"all\",\"headers\":[\"X-A\"],"
                                        + "\"cookies\":[\"s\"],\"caller\":true},\"setCookie\":\"strip\",\"clientDirectives\":\"ignore\"}"))
                .isEmpty();
    }

    static CacheDefinition read(String json) throws Exception {
        Violations violations = new Violations();
        CacheDefinition definition = CacheDefinition.read(Section.of(new ObjectMapper().readTree(json), violations));
        assertThat(violations.list()).isEmpty();
        return definition;
    }

    private static List<String> pointers(String json) throws Exception {
        Violations violations = new Violations();
        Section section = Section.of(new ObjectMapper().readTree(json), violations);
        CacheDefinition.read(section);
        section.end();
        return violations.list().stream().map(violation -> violation.pointer()).toList();
    }
}
