package io.universalmiddleware.command.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.PolicyData;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How far the roles of every tenant see, by the platform's own policy. */
class CommandReachTest {
    private final CommandReach reach = new CommandReach(
            new Decisions(new EmbeddedEngine(1), PolicyData.builtIn("operator"), new SimpleMeterRegistry()));

    @Test
    void aUserSeesTheirOwnCommands() {
        Caller ann = caller("ann", "user");

        assertThat(reach.includes(ann, "getCommand", sentBy("ann"))).isTrue();
        assertThat(reach.includes(ann, "getCommand", sentBy("bob"))).isFalse();
        assertThat(reach.includes(ann, "getCommandTimeline", sentBy("bob"))).isFalse();
        assertThat(reach.listed(ann, "listCommands")).contains("ann");
    }

    @Test
    void anAdminSeesAllOfTheTenant() {
        Caller admin = caller("ada", "admin", "user");

        assertThat(reach.includes(admin, "getCommand", sentBy("bob"))).isTrue();
        assertThat(reach.listed(admin, "listCommands")).isEmpty();
    }

    @Test
    void whoIsGrantedNothingSeesNothing() {
        Caller stranger = caller("ann", "stranger");

        assertThat(reach.includes(stranger, "getCommand", sentBy("ann"))).isFalse();
        assertThat(catchThrowableOfType(ProblemException.class, () -> reach.listed(stranger, "listCommands"))
                        .problem()
                        .status())
                .isEqualTo(403);
    }

    private static Caller caller(String user, String... roles) {
        return new Caller(new TenantId("acme"), user, Set.of(roles), Set.of());
    }

    private static CommandState sentBy(String user) {
        UUID id = new UUID(0, 7);
        return new CommandState(
                id,
                "bank.OpenAccount",
                1,
                "a",
                user,
                "accepted",
                0,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                Links.of(new CommandId(id)));
    }
}
