package io.universalmiddleware.gateway.identity.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.StandInToken;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.enrolment.StoringFactor;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.persistence.identity.Account;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users with a role of the operator's own may not do, though it grants them everything of users. */
class UserResourceTest {
    private static final String ID = "0198c0de-0000-7000-8000-000000000000";

    private final List<@Nullable String> asked = new ArrayList<>();
    private boolean stale;

    @Test
    void aRoleOfTheOperatorsOwnSeesAndChangesUsersOfThatTenantAlone() {
        UserResource support = resource("operator", "support");

        assertThat(status(() -> support.list("shop", null, null))).isEqualTo(404);
        assertThat(support.list(null, null, null).items()).isEmpty();
        assertThat(status(() -> support.read(ID))).isEqualTo(404);
        assertThat(status(() -> support.change(ID, null, body("{\"disabled\":true}"))))
                .isEqualTo(404);
        assertThat(asked).containsExactly("operator", "operator", "operator");
    }

    @Test
    void whoIsNoAdminGivesNoRoles() {
        UserResource support = resource("shop", "support", "user");

        assertThat(status(() -> support.change(ID, null, body("{\"roles\":[\"admin\"]}"))))
                .isEqualTo(403);
        assertThat(status(() -> support.change(ID, null, body("{\"roles\":[],\"disabled\":false}"))))
                .isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Test
    void adminsGiveRolesAndTheOperatorsInEveryTenant() {
        assertThat(status(() -> resource("shop", "admin").change(ID, null, body("{\"roles\":[\"admin\"]}"))))
                .isEqualTo(404);
        assertThat(status(() -> resource("operator", "admin").change(ID, null, body("{\"roles\":[\"admin\"]}"))))
                .isEqualTo(404);
        resource("operator", "admin").list("shop", null, null);

        assertThat(asked).containsExactly("shop", null, "shop");
    }

    @Test
    void whoHasNotShownTheSecondFactorLatelyChangesNobody() {
        stale = true;
        UserResource admin = resource("operator", "admin");

        assertThat(status(() -> admin.change(ID, null, body("{\"disabled\":true}"))))
                .isEqualTo(401);
        assertThat(asked).isEmpty();
        assertThat(status(() -> admin.read(ID))).isEqualTo(404);
    }

    @Test
    void aSecondFactorIsForAdminsToResetWhoHaveShownTheirOwnLately() {
        assertThat(status(() -> resource("shop", "support").resetSecondFactor(ID)))
                .isEqualTo(403);
        stale = true;
        assertThat(status(() -> resource("shop", "admin").resetSecondFactor(ID)))
                .isEqualTo(401);
        assertThat(asked).isEmpty();

        stale = false;
        assertThat(status(() -> resource("shop", "admin").resetSecondFactor(ID)))
                .isEqualTo(404);
        assertThat(status(() -> resource("operator", "admin").resetSecondFactor(ID)))
                .isEqualTo(404);
        assertThat(status(() -> resource("shop", "admin").resetSecondFactor("none")))
                .isEqualTo(404);
        assertThat(asked).containsExactly("shop", null);
    }

    private UserResource resource(String tenant, String... roles) {
        Caller caller = new Caller(new Settings(key -> Optional.empty()), new Fresh(), new StandInToken(tenant, roles));
        return new UserResource(new Nobody(), new Without(), caller);
    }

    /** Keeps nobody from anything until it is told to. */
    private final class Fresh extends SteppingUp {
        @Override
        public void require(JsonWebToken token) {
            if (stale) {
                throw Refusals.unauthenticated("Show the second factor again.");
            }
        }
    }

    private static ByteArrayInputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static int status(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().status();
    }

    /** A platform without users, which keeps whose were asked for; null for all. */
    private final class Nobody extends AdministeringUsers {
        @Override
        public List<Account> list(TenantId tenant, @Nullable UUID after, int limit) {
            asked.add(tenant.value());
            return List.of();
        }

        @Override
        public Optional<Account> find(UUID id, @Nullable String tenant) {
            asked.add(tenant);
            return Optional.empty();
        }

        @Override
        public Optional<Account> change(Edit edit, UserChange change) {
            asked.add(edit.tenant());
            return Optional.empty();
        }
    }

    /** Nobody has a second factor. */
    private final class Without extends StoringFactor {
        @Override
        public boolean reset(String actor, UUID id, @Nullable String tenant) {
            asked.add(tenant);
            return false;
        }
    }
}
