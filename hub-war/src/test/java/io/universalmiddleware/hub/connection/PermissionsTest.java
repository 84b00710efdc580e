package io.universalmiddleware.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.hub.HubAct;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.hub.protocol.ErrorCode;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import io.universalmiddleware.token.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hub's questions are, and what the platform's own policy says to them. */
class PermissionsTest {
    private final List<Input> asked = new ArrayList<>();
    private final List<Denial> denials = new ArrayList<>();
    private final EmbeddedEngine engine = new EmbeddedEngine(1);
    private final Decisions decisions =
            new Decisions(new Listening(), PolicyData.builtIn("operator"), new SimpleMeterRegistry());
    private final Permissions permissions =
            new Permissions(decisions, new ChannelKinds(Set.of("progress")), Runnable::run, denials::add);

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, room, true",
        "SUBSCRIBE, progress:ann, true",
        "SUBSCRIBE, progress:a#b, true",
        "SUBSCRIBE, $secret, false",
        "SUBSCRIBE, dialog#ann, true",
        "SUBSCRIBE, 'dialog#bob,ann', true",
        "SUBSCRIBE, dialog#bob, false",
        "SUBSCRIBE, dialog#, false",
        "SUBSCRIBE, 'dialog#ann#bob', false",
        "READ_HISTORY, dialog#bob, false",
        "READ_PRESENCE, dialog#bob, false",
        "READ_PRESENCE, progress:ann, true",
        "PUBLISH, room, true",
        "PUBLISH, dialog#ann, true",
        "PUBLISH, dialog#bob, false",
        "PUBLISH, progress:ann, false",
        "PUBLISH, progress, false",
        "PUBLISH, $secret, false",
    })
    void aUserMayDoThis(HubAct act, String channel, boolean allowed) {
        assertThat(decision(user("user"), act, channel).allowed()).isEqualTo(allowed);
    }

    @Test
    void whoHasNoRoleMayDoNothing() {
        assertThat(permissions
                        .now(user("stranger"), HubAct.CONNECT)
                        .orElseThrow()
                        .allowed())
                .isFalse();
        for (HubAct act : HubAct.values()) {
            assertThat(decision(user("stranger"), act, "room").allowed())
                    .as("%s", act)
                    .isFalse();
        }
    }

    @Test
    void channelsThatAreOpenToAllAreOneQuestion() {
        for (int i = 0; i < 100; i++) {
            decision(user("user"), HubAct.SUBSCRIBE, "room:" + i);
            decision(user("user"), HubAct.SUBSCRIBE, "progress:" + i);
        }

        assertThat(asked).hasSize(1);
    }

    @Test
    void aRoleHasTheChannelsThatItIsGrantedAndAChangeHoldsForTheNextAct() {
        Identity guest = user("guest");
        assertThat(decision(guest, HubAct.SUBSCRIBE, "lobby:1").allowed()).isFalse();

        decisions.data(before -> before.withTenants(
                Map.of("acme", Map.of("guest", Set.of("subscribeToChannel:lobby:*", "publishToChannel:desk:{user}")))));
        assertThat(decision(guest, HubAct.SUBSCRIBE, "lobby:1").allowed()).isTrue();
        assertThat(decision(guest, HubAct.SUBSCRIBE, "room").allowed()).isFalse();
        assertThat(decision(guest, HubAct.PUBLISH, "desk:ann").allowed()).isTrue();
        assertThat(decision(guest, HubAct.PUBLISH, "desk:bob").allowed()).isFalse();
        assertThat(decision(guest, HubAct.PUBLISH, "lobby:1").allowed()).isFalse();
    }

    @Test
    void whatIsRefusedIsToldAndWhatCouldNotBeDecidedMayBeTriedAgain() {
        Identity ann = user("user");
        Decision denied = decision(ann, HubAct.PUBLISH, "$secret");

        assertThat(permissions.refusal(denied, ann, HubAct.PUBLISH)).contains(ErrorCode.PERMISSION_DENIED);
        assertThat(denials)
                .containsExactly(new Denial("acme", "acme/ann", "publishToChannel", "it is kept for others", ""));
        assertThat(permissions.refusal(Decision.failed("away"), ann, HubAct.PUBLISH))
                .contains(ErrorCode.INTERNAL);
        assertThat(permissions.refusal(decision(ann, HubAct.PUBLISH, "room"), ann, HubAct.PUBLISH))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, room, true",
        "SUBSCRIBE, progress:ann, true",
        "SUBSCRIBE, progress:a#b, true",
        "SUBSCRIBE, 'dialog#bob,ann', true",
        "SUBSCRIBE, $secret, false",
        "SUBSCRIBE, $secret#ann, false",
        "SUBSCRIBE, dialog#bob, false",
        "READ_HISTORY, dialog#bob, false",
        "READ_PRESENCE, $secret, false",
        "PUBLISH, room, true",
        "PUBLISH, dialog#ann, true",
        "PUBLISH, dialog#bob, false",
        "PUBLISH, progress:ann, false",
        "PUBLISH, progress:a#ann, false",
    })
    void noPolicyCanGrantWhatIsWithheld(HubAct act, String channel, boolean allowed) {
        Decisions lax = new Decisions(new Lax(), PolicyData.builtIn("operator"), new SimpleMeterRegistry());
        Permissions all = new Permissions(lax, new ChannelKinds(Set.of("progress")), Runnable::run, denials::add);
        Identity ann = user("stranger");

        assertThat(all.now(ann, act, channel)).get().matches(decision -> decision.allowed() == allowed);
        assertThat(all.ask(ann, act, channel).toCompletableFuture().join().allowed())
                .isEqualTo(allowed);
    }

    @Test
    void aQuestionThatFindsNoRoomIsUndecided() {
        Permissions full = new Permissions(
                decisions,
                new ChannelKinds(Set.of()),
                question -> {
                    throw new RejectedExecutionException();
                },
                denials::add);
        Identity ann = user("user");

        Decision undecided = full.ask(ann, HubAct.CONNECT).toCompletableFuture().join();
        assertThat(full.refusal(undecided, ann, HubAct.CONNECT)).contains(ErrorCode.INTERNAL);
    }

    private Decision decision(Identity who, HubAct act, String channel) {
        return permissions.ask(who, act, channel).toCompletableFuture().join();
    }

    private static Identity user(String role) {
        return new Identity(new TenantId("acme"), "ann", Set.of(role), Instant.MAX);
    }

    /** An engine that allows everything. */
    private static final class Lax implements PolicyEngine {
        @Override
        public Decision decide(Input input, PolicyData data) {
            return new Decision(Decision.Outcome.ALLOWED, "why not");
        }

        @Override
        public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
            return Optional.of(decide(input, data));
        }
    }

    /** The platform's engine, and what it is asked. */
    private final class Listening implements PolicyEngine {
        @Override
        public Decision decide(Input input, PolicyData data) {
            asked.add(input);
            return engine.decide(input, data);
        }

        @Override
        public Optional<Decision> decideAtOnce(Input input, PolicyData data) {
            return Optional.of(decide(input, data));
        }
    }
}
