package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a grant with a pattern covers. */
class GrantsOfSomeTest {
    private final EmbeddedEngine engine = new EmbeddedEngine(1);

    @ParameterizedTest
    @CsvSource({
        "submitCommand:gopro.*, gopro.Enrol, true",
        "submitCommand:gopro.*, goproX.Enrol, false",
        "submitCommand:gopro.Enrol, gopro.Enrol, true",
        "submitCommand:gopro.Enrol, gopro.EnrolAll, false",
        "submitCommand:gopro.Enrol@2, gopro.Enrol, true",
        "submitCommand:gopro.Enrol@1, gopro.Enrol, false",
        "submitCommand:*, gopro.Enrol, true",
        "submitCommand:shop.*, gopro.Enrol, false",
        "submitCommand, gopro.Enrol, true",
        "readView:progress:{user}:*, progress:ann:java, true",
        "readView:progress:{user}:*, progress:bob:java, false",
        "readView:progress:{user}:*, progress:anna:java, false",
        "readView:profile:{user}, profile:ann, true",
    })
    void coversWhatItsPatternNames(String grant, String name, boolean allowed) {
        String action = Grant.parse(grant).operation();
        Input.Resource named = new Input.Resource("thing", "shop", null, name, Map.of("version", "2"));

        assertThat(decide(action, named, grant).allowed()).isEqualTo(allowed);
    }

    @Test
    void isLimitedUntilItIsAskedOfAResourceUnlessAnotherGrantsAll() {
        assertThat(decide("submitCommand", null, "submitCommand:gopro.*"))
                .isEqualTo(new Decision(Decision.Outcome.ALLOWED, "granted", true));
        assertThat(decide("submitCommand", null, "submitCommand:gopro.*", "submitCommand")
                        .limited())
                .isFalse();
    }

    @Test
    void aUserWhoIsCalledAsAPatternReachesNobodyElse() {
        Input.Resource anns = new Input.Resource("view", "shop", null, "profile:ann", Map.of());

        assertThat(engine.decide(
                                new Input("shop", "*", Set.of("own"), Set.of(), "readView", anns),
                                data("readView:profile:{user}"))
                        .allowed())
                .isFalse();
    }

    @Test
    void whatIsTheirOwnIsTheirsAlone() {
        assertThat(decide("getCommand", new Input.Resource("command", "shop", "ann"), "getCommand:@own")
                        .allowed())
                .isTrue();
        assertThat(decide("getCommand", new Input.Resource("command", "shop", "bob"), "getCommand:@own")
                        .allowed())
                .isFalse();
        assertThat(decide("getCommand", new Input.Resource("command", "shop", null), "getCommand:@own")
                        .allowed())
                .isFalse();
    }

    @Test
    void channelsOfOthersAndOfThePlatformAreKeptFromWhoeverIsGrantedAll() {
        Input.Resource kept = new Input.Resource("channel", "shop", null, "$admin", Map.of());
        Input.Resource bobs = new Input.Resource("channel", "shop", "bob", "dialog#bob", Map.of());
        Input.Resource view = new Input.Resource("channel", "shop", null, "basket:7", Map.of("publisher", "platform"));

        assertThat(decide("subscribeToChannel", kept, "subscribeToChannel").reason())
                .isEqualTo("it is kept for others");
        assertThat(decide("subscribeToChannel", bobs, "subscribeToChannel").allowed())
                .isFalse();
        assertThat(decide("publishToChannel", view, "publishToChannel").allowed())
                .isFalse();
        assertThat(decide("subscribeToChannel", view, "subscribeToChannel").allowed())
                .isTrue();
    }

    @Test
    void aTenantsOwnRoleHasAnOperationNoFurtherThanItsAdminsHaveIt() {
        PolicyData version = PolicyData.of(
                "operator",
                new Grants(Map.of("admin", Set.of("readView:basket:*", "submitCommand")), Set.of()),
                Map.of("shop", Map.of("own", Set.of("readView", "submitCommand:shop.*"))));

        assertThat(decide(version, "shop", "own", "readView", null))
                .isEqualTo(new Decision(Decision.Outcome.ALLOWED, "granted", true));
        assertThat(decide(version, "shop", "own", "readView", "basket:7").allowed())
                .isTrue();
        assertThat(decide(version, "shop", "own", "readView", "profile:ann").allowed())
                .isFalse();
        assertThat(decide(version, "shop", "own", "submitCommand", "shop.Order").allowed())
                .isTrue();
        assertThat(decide(version, "shop", "own", "submitCommand", "gopro.Enrol")
                        .allowed())
                .isFalse();
    }

    @Test
    void whatTheOperatorsAdminsHaveOfSomeTheyDoNotHaveOfAll() {
        PolicyData version = PolicyData.of(
                "operator", new Grants(Map.of("admin", Set.of()), Set.of("readView:basket:*", "readStatus")), Map.of());

        assertThat(decide(version, "operator", "admin", "readView", null).limited())
                .isTrue();
        assertThat(decide(version, "operator", "admin", "readView", "basket:7").allowed())
                .isTrue();
        assertThat(decide(version, "operator", "admin", "readView", "profile:ann")
                        .allowed())
                .isFalse();
        assertThat(decide(version, "shop", "admin", "readView", "basket:7").allowed())
                .isFalse();
        assertThat(decide(version, "operator", "admin", "readStatus", null))
                .isEqualTo(new Decision(Decision.Outcome.ALLOWED, "granted"));
    }

    private Decision decide(PolicyData by, String tenant, String role, String action, @Nullable String name) {
        Input.@Nullable Resource of = name == null ? null : new Input.Resource("view", tenant, null, name, Map.of());
        return engine.decide(new Input(tenant, "ann", Set.of(role), Set.of(), action, of), by);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createRoute:shop.*",
                "submitCommand:",
                "submitCommand:a*b",
                "submitCommand:@own",
                "submitCommand:a\u0000",
                "getCommand:gopro.*",
                "rollBack:*",
                "readStatus",
                "unheardOf"
            })
    void aRoleCannotHaveAPatternThatNobodyAsksAbout(String grant) {
        assertThat(PolicyData.refusal(grant)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"createRoute", "submitCommand:gopro.*", "getCommand:@own", "readView:progress:{user}:*"})
    void aRoleCanHaveThese(String grant) {
        assertThat(PolicyData.refusal(grant)).isEmpty();
    }

    private Decision decide(String action, Input.@Nullable Resource resource, String... grants) {
        return engine.decide(new Input("shop", "ann", Set.of("own"), Set.of(), action, resource), data(grants));
    }

    private static PolicyData data(String... grants) {
        return PolicyData.of("operator", Map.of("shop", Map.of("own", Set.of(grants))));
    }
}
