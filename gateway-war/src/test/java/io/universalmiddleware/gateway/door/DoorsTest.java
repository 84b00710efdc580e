package io.universalmiddleware.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Identity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A door is open to plain requests; whatever is odd goes the long way. */
class DoorsTest {
    private static final EdgeHandler THINGS = new EdgeHandler() {
        @Override
        public boolean takes(String method, String path) {
            return path.equals("/things") && (method.equals("POST") || method.equals("GET"));
        }

        @Override
        public String operation() {
            return "doThings";
        }

        @Override
        public int maxBodyBytes() {
            return 1_000;
        }

        @Override
        public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
            throw new UnsupportedOperationException("a decision asks no handler");
        }

        @Override
        public EdgeAnswer tooLarge(EdgeRequest request) {
            throw new UnsupportedOperationException("a decision asks no handler");
        }
    };

    private final Map<String, Identity> tokens = new HashMap<>(Map.of("good", identity("ann", "user")));
    private final Doors doors = new Doors(
            List.of(THINGS),
            token -> Optional.ofNullable(tokens.get(token)),
            (identity, handler) ->
                    handler.operation().equals("doThings") && identity.roles().contains("user"));
    private final Map<String, List<String>> fields =
            new HashMap<>(Map.of("Authorization", List.of("Bearer good"), "Content-Type", List.of("application/json")));

    @Test
    void isOpenToAPlainRequestOfAVerifiedBearer() {
        Door door = openTo("POST", 10).orElseThrow();

        assertThat(door.handler()).isSameAs(THINGS);
        assertThat(door.bearer().user()).isEqualTo("ann");
        assertThat(door.bearer().tenant().value()).isEqualTo("acme");
    }

    @Test
    void isOpenToAReaderWithoutABody() {
        fields.remove("Content-Type");

        assertThat(openTo("GET", 0)).isPresent();
        assertThat(openTo("POST", 0)).isEmpty();
    }

    @Test
    void isShutWhereNoHandlerIs() {
        assertThat(doors.openTo(new RequestHead("POST", "/other", this::field, 10)))
                .isEmpty();
        assertThat(openTo("DELETE", 0)).isEmpty();
        assertThat(Doors.none().openTo(new RequestHead("POST", "/things", this::field, 10)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer  good", "Basic good", "Bearer bad", "good", "Bearer good x"})
    void isShutToOtherCredentials(String credentials) {
        fields.put("Authorization", List.of(credentials));

        assertThat(openTo("POST", 10)).isEmpty();
    }

    @Test
    void isShutToSeveralCredentialsAndToNone() {
        fields.put("Authorization", List.of("Bearer good", "Bearer good"));
        assertThat(openTo("POST", 10)).isEmpty();

        fields.remove("Authorization");
        assertThat(openTo("POST", 10)).isEmpty();
    }

    @Test
    void isShutToWhoIsNotGrantedTheOperationOrHasTooLongAName() {
        tokens.put("good", identity("ann", "guest"));
        assertThat(openTo("POST", 10)).isEmpty();

        tokens.put("good", identity("a".repeat(256), "user"));
        assertThat(openTo("POST", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=\"UTF-8\""
            })
    void takesJsonHoweverItIsWritten(String media) {
        fields.put("Content-Type", List.of(media));

        assertThat(openTo("POST", 10)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonx",
                "application/json;charset=utf-16",
                "application/json, text/plain",
                "application/problem+json",
                "x",
                ""
            })
    void isShutToOtherMedia(String media) {
        fields.put("Content-Type", List.of(media));

        assertThat(openTo("POST", 10)).isEmpty();
    }

    @Test
    void isShutToWhoWantsSomethingElseThanJson() {
        for (String open : List.of("*/*", "application/json", "application/*")) {
            fields.put("Accept", List.of(open));
            assertThat(openTo("POST", 10)).as(open).isPresent();
        }
        for (String shut : List.of("text/html", "application/json;q=0", "text/html, */*", "")) {
            fields.put("Accept", List.of(shut));
            assertThat(openTo("POST", 10)).as(shut).isEmpty();
        }
    }

    @Test
    void isShutToEncodedAndToLargeBodies() {
        assertThat(openTo("POST", 1_000)).isPresent();
        assertThat(openTo("POST", 1_001)).isEmpty();
        assertThat(openTo("POST", -1)).isPresent();

        fields.put("Content-Encoding", List.of("gzip"));
        assertThat(openTo("POST", 10)).isEmpty();
    }

    private Optional<Door> openTo(String method, long announced) {
        return doors.openTo(new RequestHead(method, "/things", this::field, announced));
    }

    private List<String> field(String name) {
        return fields.getOrDefault(name, List.of());
    }

    private static Identity identity(String user, String role) {
        return new Identity(new TenantId("acme"), user, Set.of(role), Instant.MAX);
    }
}
