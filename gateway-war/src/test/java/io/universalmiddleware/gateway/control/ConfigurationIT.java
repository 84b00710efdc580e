package io.universalmiddleware.gateway.control;

import static io.universalmiddleware.gateway.control.ControlFixture.OPERATOR;
import static io.universalmiddleware.gateway.control.ControlFixture.SHOPKEEPER;
import static io.universalmiddleware.gateway.control.ControlFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.control.ApplyingConfiguration.Outcome;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryQuery;
import io.universalmiddleware.persistence.configuration.Revision;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Backends.class)
class ConfigurationIT {
    private ControlFixture control;

    @BeforeEach
    void open(PostgresBackend postgres) {
        control = new ControlFixture(postgres);
    }

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void eachChangeIsARevisionWithWhatItChanged() {
        tenant("shop");
        Entry origin = create(Kind.ORIGIN, origin("shop", "backend", 9001));
        Changed patched = control.changing(c -> c.patch(
                SHOPKEEPER, Kind.ORIGIN, origin.id().toString(), document("{\"balance\":\"round-robin\"}"), "\"2\""));

        assertThat(patched.revision()).isEqualTo(3);
        Revision revision = control.history(h -> h.find(SHOPKEEPER, 3)).orElseThrow();
        assertThat(revision.actor()).isEqualTo("shop/sam");
        assertThat(revision.action()).isEqualTo("patch origin shop/backend");
        assertThat(Told.told(SHOPKEEPER, revision).changes().get(0).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.path()).isEqualTo("/balance");
                    assertThat(difference.from()).isNull();
                });
    }

    @Test
    void whatChangesNothingIsNoRevision() {
        tenant("shop");
        Entry origin = create(Kind.ORIGIN, origin("shop", "backend", 9001));

        Changed same = control.changing(
                c -> c.replace(OPERATOR, Kind.ORIGIN, origin.id().toString(), Shape.shown(origin), null));

        assertThat(same.revision()).isEqualTo(2);
        assertThat(last()).isEqualTo(2);
    }

    @Test
    void aReferenceToWhatIsNotThereIsNamedAndNothingStays() {
        tenant("shop");

        Problem problem = refused(() -> create(Kind.ROUTE, route("shop", "orders", "backend")));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.violations()).containsExactly(new Violation("/origin", "there is no origin 'shop/backend'"));
        assertThat(last()).isEqualTo(1);
        assertThat(refused(() -> create(Kind.ORIGIN, origin("nobody", "x", 1))).violations())
                .extracting(Violation::pointer)
                .containsExactly("/tenant");
    }

    @Test
    void namesAndDomainsAreTakenOnce() {
        create(Kind.TENANT, document("{\"slug\":\"shop\",\"name\":\"x\",\"domains\":[\"a.example\"]}"));

        assertThat(refused(() -> tenant("shop")).violations())
                .containsExactly(new Violation("/slug", "is taken by another tenant"));
        Problem problem = refused(() -> create(
                Kind.TENANT, document("{\"slug\":\"b\",\"name\":\"x\",\"domains\":[\"b.example\",\"a.example\"]}")));
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("/domains/1");
    }

    @Test
    void aRedirectUriIsOfOneProviderOfATenant() {
        String provider = "{\"tenant\":\"%s\",\"name\":\"%s\",\"clientId\":\"c\",\"issuer\":\"https://id.example\","
                + "\"redirectUris\":[\"https://%s.example/in\",\"https://shop.example/in\"]}";
        tenant("shop");
        tenant("other");
        Entry one = create(Kind.PROVIDER, document(provider.formatted("shop", "one", "shop")));

        Problem problem = refused(() -> create(Kind.PROVIDER, document(provider.formatted("shop", "two", "two"))));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.violations())
                .containsExactly(new Violation("/redirectUris/1", "is taken by another provider"));
        create(Kind.PROVIDER, document(provider.formatted("other", "one", "shop")));
        control.changing(c -> c.delete(OPERATOR, Kind.PROVIDER, one.id().toString(), null));
        create(Kind.PROVIDER, document(provider.formatted("shop", "two", "two")));
    }

    @Test
    void whatIsInUseIsNeitherDeletedNorRenamedAndTheAnswerNamesItsUsers() {
        tenant("shop");
        Entry origin = create(Kind.ORIGIN, origin("shop", "backend", 9001));
        create(Kind.ROUTE, route("shop", "orders", "backend"));
        String id = origin.id().toString();

        Problem deleted = refused(() -> control.changing(c -> c.delete(OPERATOR, Kind.ORIGIN, id, null)));
        Problem renamed = refused(() ->
                control.changing(c -> c.patch(OPERATOR, Kind.ORIGIN, id, document("{\"name\":\"other\"}"), null)));
        Problem tenant = refused(() -> control.changing(c -> c.delete(OPERATOR, Kind.TENANT, "shop", null)));

        assertThat(deleted.status()).isEqualTo(409);
        assertThat(deleted.detail()).isEqualTo("origin 'shop/backend' is in use by route 'shop/orders'.");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(tenant.status()).isEqualTo(409);
        assertThat(last()).isEqualTo(3);
    }

    @Test
    void anotherTenantsEntryIsNotFoundWhateverIsDoneWithIt() {
        tenant("shop");
        tenant("other");
        Entry foreign = create(Kind.ORIGIN, origin("other", "backend", 9001));
        String id = foreign.id().toString();

        assertThat(List.of(
                        refused(() -> control.finding(f -> f.find(SHOPKEEPER, Kind.ORIGIN, id))),
                        refused(() -> control.finding(f -> f.find(SHOPKEEPER, Kind.TENANT, "other"))),
                        refused(() -> control.changing(
                                c -> c.replace(SHOPKEEPER, Kind.ORIGIN, id, origin("shop", "backend", 1), null))),
                        refused(() -> control.changing(
                                c -> c.patch(SHOPKEEPER, Kind.ORIGIN, id, document("{\"balance\":\"p2c\"}"), null))),
                        refused(() -> control.changing(c -> c.delete(SHOPKEEPER, Kind.ORIGIN, id, null))),
                        refused(() ->
                                control.changing(c -> c.create(SHOPKEEPER, Kind.ORIGIN, origin("other", "mine", 1)))),
                        refused(() -> control.changing(c ->
                                c.create(SHOPKEEPER, Kind.TENANT, document("{\"slug\":\"third\",\"name\":\"x\"}"))))))
                .extracting(Problem::status)
                .containsOnly(404);
        assertThat(list(SHOPKEEPER, Kind.ORIGIN, "")).isEmpty();
        assertThat(list(SHOPKEEPER, Kind.ORIGIN, "tenant=other")).isEmpty();
        assertThat(list(SHOPKEEPER, Kind.TENANT, "")).containsExactly("shop");
        assertThat(control.<List<Revision>>history(h -> h.list(SHOPKEEPER, 1_000, 10)))
                .extracting(Revision::number)
                .containsExactly(1L);
        assertThat(control.<Optional<Revision>>history(h -> h.find(SHOPKEEPER, 3)))
                .isEmpty();
        assertThat(control.applying(a -> a.export("shop")).document().path("origins"))
                .isEmpty();
    }

    @Test
    void aChangeOfWhatHasChangedSinceIsRefused() {
        tenant("shop");
        Entry origin = create(Kind.ORIGIN, origin("shop", "backend", 9001));

        assertThat(refused(() -> control.changing(
                                c -> c.delete(OPERATOR, Kind.ORIGIN, origin.id().toString(), "\"1\", W/\"2\"")))
                        .status())
                .isEqualTo(412);
        assertThat(control.<Long>changing(
                        c -> c.delete(OPERATOR, Kind.ORIGIN, origin.id().toString(), "\"1\", \"2\"")))
                .isEqualTo(3);
    }

    @Test
    void whatIsNotTheClientsToWriteIsRefused() {
        tenant("shop");
        assertThat(refused(
                                () -> create(
                                        Kind.TENANT,
                                        document(
                                                "{\"slug\":\"b\",\"name\":\"x\",\"id\":\"1\",\"revision\":1,\"role\":\"admin\"}")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder("/id", "/revision", "/role");
        assertThat(refused(() -> control.changing(
                                c -> c.patch(OPERATOR, Kind.TENANT, "shop", document("{\"slug\":\"other\"}"), null)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/slug");
        assertThat(refused(() -> create(Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"k\",\"secrets\":[]}")))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/secrets");
    }

    @Test
    void aKeysSecretIsToldOnceAndRotationKeepsTheOldForAWhile() {
        tenant("shop");
        Changed made = control.changing(
                c -> c.create(SHOPKEEPER, Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"mobile\"}")));
        String id = made.entry().id().toString();
        Changed rotated = control.changing(c -> c.rotate(SHOPKEEPER, id, document("{\"overlap\":\"1h\"}"), null));

        assertThat(made.secret()).isNotNull();
        assertThat(Shape.shown(made.entry()).toString()).doesNotContain("sha256");
        assertThat(rotated.secret()).isNotNull();
        assertThat(rotated.entry().document().path("secrets")).hasSize(2);
        assertThat(rotated.entry()
                        .document()
                        .path("secrets")
                        .get(1)
                        .path("expiresAt")
                        .isTextual())
                .isTrue();
        assertThat(control.changing(c -> c.patch(SHOPKEEPER, Kind.API_KEY, id, document("{\"scopes\":[\"a\"]}"), null))
                        .entry()
                        .document()
                        .path("secrets"))
                .hasSize(2);
        assertThat(control.changing(c -> c.rotate(SHOPKEEPER, id, document("{}"), null))
                        .entry()
                        .document()
                        .path("secrets"))
                .hasSize(1);
        Entry revoked = control.changing(c -> c.revoke(SHOPKEEPER, id, null)).entry();
        assertThat(revoked.document().path("secrets")).isEmpty();
        assertThat(revoked.document().path("enabled").booleanValue()).isFalse();
        assertThat(refused(() ->
                                control.changing(c -> c.rotate(SHOPKEEPER, id, document("{\"overlap\":\"1y\"}"), null)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        tenant("shop");
        create(Kind.ORIGIN, origin("shop", "backend", 9001));
        for (int i = 0; i < 7; i++) {
            ObjectNode route = route("shop", "r" + i, "backend");
            create(Kind.ROUTE, route.put("priority", i % 3).put("enabled", i != 2));
        }

        assertThat(list(OPERATOR, Kind.ROUTE, "sort=-name&limit=3")).containsExactly("r6", "r5", "r4");
        assertThat(list(OPERATOR, Kind.ROUTE, "enabled=false")).containsExactly("r2");
        assertThat(list(OPERATOR, Kind.ROUTE, "name=r3&tenant=shop")).containsExactly("r3");
        assertThat(list(OPERATOR, Kind.ROUTE, "name=r3&tenant=other")).isEmpty();
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

    @Test
    void aDocumentIsAppliedAsAWholeOrNotAtAll() {
        tenant("shop");
        create(Kind.ORIGIN, origin("shop", "backend", 9001));
        create(Kind.ROUTE, route("shop", "orders", "backend"));
        ObjectNode exported = control.applying(a -> a.export(null)).document();

        assertThat(apply(exported, false).revision().changes()).isEmpty();
        ObjectNode changed = exported.deepCopy();
        ((ObjectNode) changed.path("routes").path(0)).put("priority", 5);
        changed.withArray("origins").add(origin("shop", "second", 9002));
        changed.withArray("tenants").add(document("{\"slug\":\"other\",\"name\":\"x\"}"));
        assertThatExceptionOfType(DryRunException.class)
                .isThrownBy(() -> apply(changed, true))
                .satisfies(dry -> assertThat(dry.outcome().revision().changes()).hasSize(3));
        assertThat(last()).isEqualTo(3);
        assertThat(apply(changed, false).revision().number()).isEqualTo(4);

        ObjectNode broken = exported.deepCopy();
        broken.putArray("origins");
        broken.withArray("routes")
                .add(document("{\"tenant\":\"shop\",\"name\":\"orders\",\"origin\":\"x\",\"oops\":1}"));
        assertThat(refused(() -> apply(broken, false)).violations())
                .extracting(Violation::pointer)
                .contains("/routes/1/oops", "/routes/1/name");
        ObjectNode lacking = changed.deepCopy();
        lacking.putArray("origins");
        assertThat(refused(() -> apply(lacking, false)).status()).isEqualTo(409);
        assertThat(last()).isEqualTo(4);
    }

    @Test
    void aTenantsDocumentLeavesTheOthersAlone() {
        tenant("shop");
        tenant("other");
        create(Kind.ORIGIN, origin("other", "backend", 9001));
        ObjectNode mine = control.applying(a -> a.export("shop")).document();
        mine.withArray("origins").add(origin("shop", "mine", 9002));

        Outcome outcome = control.applying(a -> a.apply(SHOPKEEPER, "shop", mine, "because", null, false));

        assertThat(outcome.revision().changes()).hasSize(1);
        assertThat(control.finding(f -> f.find(OPERATOR, Kind.TENANT, "other")).name())
                .isEqualTo("other");
        mine.withArray("origins").add(origin("other", "theirs", 9002));
        assertThat(refused(() -> control.applying(a -> a.apply(SHOPKEEPER, "shop", mine, null, null, false)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/origins/1/tenant");
    }

    @Test
    void rollsBackToAnyRevision() {
        tenant("shop");
        Entry origin = create(Kind.ORIGIN, origin("shop", "backend", 9001));
        create(Kind.ROUTE, route("shop", "orders", "backend"));
        ObjectNode then = control.applying(a -> a.export(null)).document();
        Entry route = control.finding(f -> f.list(ListQuery.of(OPERATOR, Kind.ROUTE, parameters(""))))
                .get(0)
                .entry();
        control.changing(c -> c.delete(OPERATOR, Kind.ROUTE, route.id().toString(), null));
        control.changing(
                c -> c.patch(OPERATOR, Kind.ORIGIN, origin.id().toString(), document("{\"name\":\"renamed\"}"), null));
        create(Kind.TENANT, document("{\"slug\":\"late\",\"name\":\"x\"}"));

        Outcome back =
                control.applying(a -> a.rollBack(OPERATOR, 3, null, false)).orElseThrow();

        assertThat(back.revision().number()).isEqualTo(7);
        assertThat(control.applying(a -> a.export(null)).document()).isEqualTo(then);
        assertThat(control.finding(f -> f.find(OPERATOR, Kind.ROUTE, route.id().toString()))
                        .name())
                .isEqualTo("orders");
        assertThat(control.applying(a -> a.rollBack(OPERATOR, 7, null, false))
                        .orElseThrow()
                        .revision()
                        .changes())
                .isEmpty();
        assertThat(control.<Optional<Outcome>>applying(a -> a.rollBack(OPERATOR, 99, null, false)))
                .isEmpty();
        control.applying(a -> a.rollBack(OPERATOR, 0, null, false));
        assertThat(list(OPERATOR, Kind.TENANT, "")).isEmpty();
    }

    @Test
    void rollingBackLetsNobodyInAgain() {
        tenant("shop");
        String id = control.changing(c -> c.create(
                        OPERATOR, Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"a\",\"scopes\":[\"x\"]}")))
                .entry()
                .id()
                .toString();
        Entry gone = create(Kind.API_KEY, document("{\"tenant\":\"shop\",\"name\":\"b\"}"));
        control.changing(c -> c.patch(OPERATOR, Kind.API_KEY, id, document("{\"scopes\":[\"y\"]}"), null));
        control.changing(c -> c.revoke(OPERATOR, id, null));
        control.changing(c -> c.delete(OPERATOR, Kind.API_KEY, gone.id().toString(), null));

        control.applying(a -> a.rollBack(OPERATOR, 3, null, false));

        Entry back = control.finding(f -> f.find(OPERATOR, Kind.API_KEY, id));
        assertThat(back.document().path("scopes").path(0).asText()).isEqualTo("x");
        assertThat(back.document().path("secrets")).isEmpty();
        assertThat(back.document().path("enabled").asBoolean()).isFalse();
        assertThat(list(OPERATOR, Kind.API_KEY, "")).containsExactly("a");
    }

    @Test
    void rollingBackBringsNoProviderBackThatWasDeleted() {
        tenant("shop");
        Entry gone = create(
                Kind.PROVIDER,
                document("{\"tenant\":\"shop\",\"name\":\"corporate\",\"issuer\":\"https://id.example\","
                        + "\"clientId\":\"shop\",\"redirectUris\":[\"https://shop.example/in\"]}"));
        control.changing(c -> c.delete(OPERATOR, Kind.PROVIDER, gone.id().toString(), null));

        control.applying(a -> a.rollBack(OPERATOR, 2, null, false));

        assertThat(list(OPERATOR, Kind.PROVIDER, "")).isEmpty();
    }

    @Test
    void domainsAreGivenByTheOperatorAndNeverThePlatformsOwn() {
        tenant("shop");

        assertThat(refused(() -> control.changing(c -> c.patch(
                                SHOPKEEPER,
                                Kind.TENANT,
                                "shop",
                                document("{\"domains\":[\"api.bank.example\"]}"),
                                null)))
                        .status())
                .isEqualTo(403);
        assertThat(refused(() -> control.changing(c -> c.patch(
                                OPERATOR, Kind.TENANT, "shop", document("{\"domains\":[\"other.localhost\"]}"), null)))
                        .violations())
                .extracting(Violation::pointer)
                .containsExactly("/domains/0");
        control.changing(
                c -> c.patch(OPERATOR, Kind.TENANT, "shop", document("{\"domains\":[\"shop.example\"]}"), null));
        assertThat(control.changing(
                                c -> c.patch(SHOPKEEPER, Kind.TENANT, "shop", document("{\"name\":\"Shop\"}"), null))
                        .entry()
                        .document()
                        .path("domains"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                "{\"id\":\"1\",\"value\":1}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\"}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":1e9999}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":\"\\u0000\"}",
                "{\"id\":\"01a1ff5d-3a1e-7a41-bc90-ffb023b38ab9\",\"value\":\"\\ud800\"}",
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

    @Test
    void changesAtOnceAreNumberedWithoutGaps() throws Exception {
        tenant("shop");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Entry>> made = IntStream.range(0, 80)
                    .mapToObj(i -> callers.submit(() -> create(Kind.ORIGIN, origin("shop", "o" + i, 9001))))
                    .toList();
            for (Future<Entry> one : made) {
                one.get();
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(control.source().after(0, 1_000).stream().map(Revision::number))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 81).boxed().toList());
    }

    @Test
    void historyCannotBeChanged() {
        tenant("shop");
        for (String sql : List.of("UPDATE config_revision SET actor = 'x'", "DELETE FROM config_revision")) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> control.database().transact(s -> s.update(sql, statement -> {})))
                    .withMessageContaining("append-only");
        }
    }

    private void tenant(String slug) {
        create(Kind.TENANT, document("{\"slug\":\"" + slug + "\",\"name\":\"" + slug + "\"}"));
    }

    private Entry create(Kind kind, ObjectNode document) {
        return control.changing(c -> c.create(OPERATOR, kind, document)).entry();
    }

    private Outcome apply(ObjectNode document, boolean dryRun) {
        return control.applying(a -> a.apply(OPERATOR, null, document, null, null, dryRun));
    }

    private long last() {
        return control.source().standing().revision();
    }

    private List<String> list(Administrator by, Kind kind, String query) {
        EntryQuery parsed = ListQuery.of(by, kind, parameters(query));
        return control.finding(f -> f.list(parsed)).stream()
                .limit(parsed.limit() - 1L)
                .map(placed -> placed.entry().name())
                .toList();
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
            cursor = more ? ListQuery.cursor(page.get(page.size() - 1).place()) : null;
        } while (cursor != null);
        return names;
    }

    private static MultivaluedMap<String, String> parameters(String query) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.add(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return parameters;
    }

    private static ObjectNode origin(String tenant, String name, int port) {
        return document("{\"tenant\":\"" + tenant + "\",\"name\":\"" + name
                + "\",\"targets\":[{\"url\":\"http://127.0.0.1:" + port + "\"}]}");
    }

    private static ObjectNode route(String tenant, String name, String origin) {
        return document("{\"tenant\":\"" + tenant + "\",\"name\":\"" + name + "\",\"match\":{\"prefix\":\"/" + name
                + "\"},\"origin\":\"" + origin + "\"}");
    }

    private static Problem refused(Runnable work) {
        ProblemException[] refusal = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(work::run)
                .satisfies(thrown -> refusal[0] = thrown);
        return refusal[0].problem();
    }
}
