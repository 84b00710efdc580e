package io.universalmiddleware.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest {
    private final EmbeddedEngine engine = new EmbeddedEngine(3);
    private final PolicyData data = PolicyData.builtIn("operator");

    @Test
    void deniesWhatNothingGrants() {
        assertThat(decide("shop", "unheardOf", "admin").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(decide("shop", "submitCommand").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(decide("shop", "submitCommand", "stranger").reason()).isEqualTo("no role grants it");
    }

    @Test
    void grantsThePlatformsOwnMattersToTheOperatorsAdminsAlone() {
        assertThat(decide("operator", "readStatus", "admin").allowed()).isTrue();
        assertThat(decide("operator", "readStatus", "user").allowed()).isFalse();
        assertThat(decide("shop", "readStatus", "admin").allowed()).isFalse();
        assertThat(decide("shop", "readStatus", "admin", "operator").allowed()).isFalse();
    }

    @Test
    void aTenantsOwnRoleGrantsInThatTenantOnlyAndNothingBeyondItsAdmins() {
        PolicyData own =
                PolicyData.of("operator", Map.of("shop", Map.of("support", Set.of("listDeadLetters", "readStatus"))));

        assertThat(engine.decide(input("shop", "listDeadLetters", null, "support"), own)
                        .allowed())
                .isTrue();
        assertThat(engine.decide(input("shop", "readStatus", null, "support"), own)
                        .allowed())
                .isFalse();
        assertThat(engine.decide(input("school", "listDeadLetters", null, "support"), own)
                        .allowed())
                .isFalse();
        assertThat(engine.decide(input("shop", "listDeadLetters", null, "support"), data)
                        .allowed())
                .as("by the data before")
                .isFalse();
    }

    @Test
    void aTenantsOwnRoleNeverGrantsWhatGivesRights() {
        Set<String> giving = Set.of(
                "createRole",
                "replaceRole",
                "patchRole",
                "deleteRole",
                "createProvider",
                "replaceProvider",
                "patchProvider",
                "deleteProvider",
                "setProviderSecret",
                "removeProviderSecret",
                "resetSecondFactor",
                "applyConfiguration",
                "rollBack");
        PolicyData own = PolicyData.of("operator", Map.of("operator", Map.of("support", giving)));

        assertThat(PolicyData.refusal("changeUser")).isEmpty();
        for (String action : giving) {
            assertThat(PolicyData.refusal(action)).as(action).isPresent();
            assertThat(engine.decide(input("operator", action, null, "support"), own)
                            .allowed())
                    .as(action)
                    .isFalse();
            assertThat(engine.decide(input("operator", action, null, "admin"), own)
                            .allowed())
                    .as(action)
                    .isTrue();
        }
    }

    @Test
    void anothersResourceIsForTheOperatorAlone() {
        Input.Resource ofSchool = new Input.Resource("command", "school", "ann");

        assertThat(engine.decide(input("shop", "getCommand", ofSchool, "admin"), data))
                .isEqualTo(new Decision(Decision.Outcome.DENIED, "it is another tenant's"));
        assertThat(engine.decide(input("school", "getCommand", ofSchool, "user"), data)
                        .allowed())
                .isTrue();
        assertThat(engine.decide(input("operator", "getCommand", ofSchool, "admin"), data)
                        .allowed())
                .isTrue();
    }

    @Test
    void decidesForManyThreadsManyTimesInBoundedMemory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Input> inputs = Cases.drawn(7, 50);
            List<Decision> right =
                    inputs.stream().map(i -> engine.decide(i, data)).toList();
            List<Callable<Boolean>> work = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(t -> () -> {
                        for (int i = 0; i < 5_000; i++) {
                            int at = (t + i) % inputs.size();
                            Decision decision = engine.decide(inputs.get(at), data);
                            if (!decision.equals(right.get(at)) && decision.outcome() != Decision.Outcome.FAILED) {
                                return false;
                            }
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            assertThat(engine.decide(inputs.get(0), data)).isEqualTo(right.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void decidesAtOnceOnlyOnceItIsReady() {
        EmbeddedEngine cold = new EmbeddedEngine(2);
        Input input = input("shop", "readView", null, "user");

        assertThat(cold.decideAtOnce(input, data)).isEmpty();
        cold.warmUp();
        assertThat(cold.decideAtOnce(input, data)).get().matches(Decision::allowed);
    }

    /** An event loop must not wait for what an operator has written. */
    @Test
    void aPolicyThatIsNotThePlatformsNeverDecidesAtOnce() throws IOException {
        EmbeddedEngine loaded;
        try (InputStream module = Objects.requireNonNull(EmbeddedEngine.class.getResourceAsStream("authz.wasm"))) {
            loaded = EmbeddedEngine.loaded(module.readAllBytes());
        }
        Input input = input("shop", "readView", null, "user");

        assertThat(loaded.decideAtOnce(input, data)).isEmpty();
        assertThat(loaded.decide(input, data).allowed()).isTrue();
        assertThat(loaded.decideAtOnce(input, data)).isEmpty();
    }

    @Test
    void hasRoomForManyTenantsOwnRoles() {
        Map<String, Map<String, Set<String>>> tenants = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            tenants.put("tenant-" + i, Map.of("support", Set.of("listAudit", "listDeadLetters", "readView")));
        }
        PolicyData many = PolicyData.of("operator", tenants);
        for (int i = 0; i < 2_000; i++) {
            assertThat(engine.decide(input("tenant-" + i, "listAudit", null, "support"), many)
                            .allowed())
                    .isTrue();
        }
    }

    @Test
    void aModuleThatIsBrokenDenies() {
        EmbeddedEngine broken = new EmbeddedEngine(new byte[] {0, 'a', 's', 'm', 1}, 1);

        assertThat(broken.decide(input("shop", "readView", null, "user"), data).outcome())
                .isEqualTo(Decision.Outcome.FAILED);
        assertThat(broken.decide(input("shop", "readView", null, "user"), data).allowed())
                .isFalse();
    }

    private Decision decide(String tenant, String action, String... roles) {
        return engine.decide(input(tenant, action, null, roles), data);
    }

    static Input input(String tenant, String action, Input.Resource resource, String... roles) {
        return new Input(tenant, "ann", Set.of(roles), Set.of(), action, resource);
    }
}
