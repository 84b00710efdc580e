package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.origin;
import static io.universalmiddleware.gateway.control.ControlFixture.parameters;
import static io.universalmiddleware.gateway.control.ControlFixture.refused;
import static io.universalmiddleware.gateway.control.ControlFixture.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of what is configured. */
@WithBackends
class EntryListsIT {
    private final ControlFixture control;

    EntryListsIT(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        control.tenant("shop");
        control.create(Kind.ORIGIN, origin("shop", "backend", 9001));
        for (int i = 0; i < 7; i++) {
            ObjectNode route = route("shop", "r" + i, "backend");
            control.create(Kind.ROUTE, route.put("priority", i % 3).put("enabled", i != 2));
        }

        assertThat(control.list(OPERATOR, Kind.ROUTE, "sort=-name&limit=3")).containsExactly("r6", "r5", "r4");
        assertThat(control.list(OPERATOR, Kind.ROUTE, "enabled=false")).containsExactly("r2");
        assertThat(control.list(OPERATOR, Kind.ROUTE, "name=r3&tenant=shop")).containsExactly("r3");
        assertThat(control.list(OPERATOR, Kind.ROUTE, "name=r3&tenant=other")).isEmpty();
        for (String sort :
                List.of("createdAt", "-createdAt", "changedAt", "-changedAt", "priority", "-priority", "name")) {
            assertThat(allPages(Kind.ROUTE, "sort=" + sort + "&limit=2"))
                    .as(sort)
                    .containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4", "r5", "r6");
        }
        assertThat(allPages(Kind.ROUTE, "sort=priority&limit=2"))
                .startsWith("r0", "r3", "r6")
                .endsWith("r2", "r5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                "{\"id\":\"1\",\"value\":1}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\"}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":1e9999,\"sort\":\"createdAt\"}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":\"\\u0000\",\"sort\":\"createdAt\"}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":\"\\ud800\",\"sort\":\"createdAt\"}",
            })
    void aCursorThatNobodyGaveIsRefused(String text) {
        String cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThat(refused(() -> ListQuery.of(OPERATOR, Kind.ROUTE, parameters("cursor=" + cursor)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("cursor");
    }

    @Test
    void aListIsNotOrderedOrFilteredByWhatItDoesNotShow() {
        assertThat(refused(() -> ListQuery.of(OPERATOR, Kind.API_KEY, parameters("sort=-secrets&secrets=x")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("sort", "secrets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROUTE | sort=nope | sort",
                "ROUTE | sort=-id&foo=bar&nam=x | sort foo nam",
                "TENANT | tenant=shop | tenant",
                "ORIGIN | revision=1 | revision",
            })
    void whatNoDocumentHasIsRefused(Kind kind, String query, String named) {
        assertThat(refused(() -> ListQuery.of(OPERATOR, kind, parameters(query)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(named.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "TENANT, slug name domains logRetention",
        "ORIGIN, tenant name targets balance",
        "ROUTE, tenant name match origin priority enabled auth",
        "API_KEY, tenant name consumer scopes expiresAt enabled",
        "LIMIT, tenant name requests per by",
        "WEBHOOK, tenant name url events enabled description",
        "ROLE, tenant name grants",
        "PROVIDER, tenant name issuer clientId enabled groupsClaim roles",
    })
    void everyFieldOfADocumentMayBeAskedForAndSortedBy(Kind kind, String fields) {
        for (String field : fields.split(" ")) {
            assertThat(control.list(OPERATOR, kind, field + "=x&sort=-" + field))
                    .as(field)
                    .isEmpty();
        }
    }

    @Test
    void aCursorLeadsOnInItsOwnOrderAlone() {
        EntryQuery byName = ListQuery.of(OPERATOR, Kind.TENANT, parameters("sort=-name"));
        String cursor = ListQuery.cursor(byName, new EntryQuery.Place("\"x\"", new UUID(0, 1)));

        assertThat(ListQuery.of(OPERATOR, Kind.TENANT, parameters("sort=-name&cursor=" + cursor))
                        .after())
                .isNotNull();
        for (String other : List.of("", "sort=name&", "sort=-slug&")) {
            assertThat(refused(() -> ListQuery.of(OPERATOR, Kind.TENANT, parameters(other + "cursor=" + cursor)))
                            .violations())
                    .as(other)
                    .extracting(Violation::pointer)
                    .containsExactly("cursor");
        }
    }

    private List<String> allPages(Kind kind, String query) {
        List<String> names = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            EntryQuery parsed =
                    ListQuery.of(OPERATOR, kind, parameters(cursor == null ? query : query + "&cursor=" + cursor));
            List<EntryQuery.Placed> found = control.finding(f -> f.list(parsed));
            boolean more = found.size() == parsed.limit();
            List<EntryQuery.Placed> page = more ? found.subList(0, found.size() - 1) : found;
            page.forEach(placed -> names.add(placed.entry().name()));
            cursor = more ? ListQuery.cursor(parsed, page.get(page.size() - 1).place()) : null;
        } while (cursor != null);
        return names;
    }
}
