package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.command.catalogue.CommandDefinition;
import io.universalmiddleware.command.catalogue.OpenAccount;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import jakarta.enterprise.event.Event;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may send commands of a type, by the platform's own policy. */
class SubmitPermissionTest {
    private static final CommandDefinition OPEN =
            OpenAccount.catalogue().versions("bank.OpenAccount").get(2);
    private static final CommandDefinition CLOSE =
            OpenAccount.catalogue().versions("bank.CloseAccount").get(1);

    private final PolicyEngine engine = new EmbeddedEngine(1);
    private final List<Denial> denials = new ArrayList<>();
    private final Decisions decisions = new Decisions(
            engine,
            PolicyData.of(
                    "operator",
                    Map.of("acme", Map.of("teller", Set.of("submitCommand:bank.Open*", "submitCommand:shop.*")))),
            new SimpleMeterRegistry());
    private final SubmitPermission permission = new SubmitPermission(decisions, heard());

    @Test
    void theRolesOfEveryTenantMaySendAnyType() {
        assertThat(permission.decide(caller("acme", "user"), OPEN).allowed()).isTrue();
        assertThat(permission.decide(caller("zeta", "admin"), CLOSE).allowed()).isTrue();
    }

    @Test
    void aRoleMaySendTheTypesThatItIsGranted() {
        Caller teller = caller("acme", "teller");

        assertThat(permission.decide(teller, OPEN).allowed()).isTrue();
        assertThat(permission.decide(teller, CLOSE).allowed()).isFalse();
        assertThat(permission.decide(caller("zeta", "teller"), OPEN).allowed()).isFalse();
    }

    @Test
    void whoMayNotIsRefusedAndAuditedAndOnlyAnAdminIsToldWhy() {
        Caller stranger = caller("acme", "stranger");
        Decision denied = permission.decide(stranger, OPEN);

        Problem problem = refusal(denied, stranger);
        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.detail()).isNull();
        assertThat(refusal(denied, caller("acme", "admin")).detail())
                .isEqualTo("submitCommand of bank.OpenAccount: no role grants it");
        assertThat(denials).first().isEqualTo(new Denial("acme", "acme/ann", "submitCommand", "no role grants it", ""));
    }

    @Test
    void whatCannotBeDecidedIsUnavailable() {
        assertThat(refusal(Decision.failed("away"), caller("acme", "user")).status())
                .isEqualTo(503);
    }

    @Test
    void whatIsAllowedIsNeitherRefusedNorAudited() {
        Caller user = caller("acme", "user");

        assertThatCode(() -> permission.require(permission.decide(user, OPEN), user, OPEN))
                .doesNotThrowAnyException();
        assertThat(denials).isEmpty();
    }

    /** What a thread allocates is counted by the virtual machine; no clock is asked. */
    @Test
    void aRememberedPermissionAllocatesNextToNothing() {
        Caller user = caller("acme", "user");
        permission.decide(user, OPEN);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int times = 20_000;
        ask(user, times);

        long before = thread.getCurrentThreadAllocatedBytes();
        ask(user, times);

        assertThat((thread.getCurrentThreadAllocatedBytes() - before) / times)
                .as("bytes")
                .isLessThan(512);
    }

    private void ask(Caller user, int times) {
        for (int i = 0; i < times; i++) {
            assertThatAllowed(permission.now(user, OPEN).orElseThrow());
        }
    }

    private static void assertThatAllowed(Decision decision) {
        if (!decision.allowed()) {
            throw new AssertionError(decision);
        }
    }

    private Problem refusal(Decision decision, Caller caller) {
        return catchThrowableOfType(ProblemException.class, () -> permission.require(decision, caller, OPEN))
                .problem();
    }

    private static Caller caller(String tenant, String... roles) {
        return new Caller(new TenantId(tenant), "ann", Set.of(roles), Set.of());
    }

    @SuppressWarnings("unchecked")
    private Event<Denial> heard() {
        return (Event<Denial>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, args) -> {
                    denials.add((Denial) args[0]);
                    return null;
                });
    }
}
