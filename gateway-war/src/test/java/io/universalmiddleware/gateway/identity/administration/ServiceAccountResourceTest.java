package io.universalmiddleware.gateway.identity.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.StandInToken;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.request.Refusals;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what with service accounts, and what may be said of one. */
class ServiceAccountResourceTest {
    private static final String ID = "0198c0de-0000-7000-8000-000000000000";

    @SuppressWarnings("NullAway") // nobody asks it
    private static final ServiceAccounts KIND = new ServiceAccounts(null, null);

    private final List<@Nullable String> asked = new ArrayList<>();
    private boolean stale;

    @Test
    void adminsManageThoseOfTheirOwnTenantAndTheOperatorsAll() {
        ServiceAccountResource admin = resource("shop", "admin");
        ServiceAccountResource operator = resource("operator", "admin");

        assertThat(status(() -> admin.read(ID))).isEqualTo(404);
        assertThat(status(() -> admin.create(body("{'name':'x','tenant':'other'}"))))
                .isEqualTo(404);
        assertThat(status(() -> admin.list("other", null, null))).isEqualTo(404);
        assertThat(status(() -> operator.delete(ID, null))).isEqualTo(404);
        assertThat(operator.list("shop", null, null).items()).isEmpty();

        assertThat(asked).containsExactly("shop", null, "shop");
    }

    @Test
    void whatGivesRightsIsForAdminsWhoHaveShownTheSecondFactorLately() {
        ServiceAccountResource support = resource("shop", "support");
        ServiceAccountResource admin = resource("shop", "admin");

        assertThat(statusesOfWhatGivesRights(support)).containsExactly(403, 403, 403);
        stale = true;
        assertThat(statusesOfWhatGivesRights(admin)).containsExactly(401, 401, 401);
        assertThat(asked).isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        assertThat(status(() -> resource("shop", "admin").create(body("{'name':'x'}"))))
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /name",
                "{'name':'x<y'} | /name",
                "{'name':'x','roles':['Admin','ok']} | /roles/0",
                "{'name':'x','scopes':['a b']} | /scopes/0",
                "{'name':'x','expiresAt':'tomorrow'} | /expiresAt",
                "{'name':'x','id':'1','secret':'s','createdAt':'2026-01-01T00:00:00Z'} | /id /secret /createdAt",
            })
    void whatIsMissingUnknownOrNotValidIsNamed(String document, String pointers) {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> resource("shop", "admin").create(body(document)));

        assertThat(refused.problem().violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(pointers.split(" "));
    }

    private List<Integer> statusesOfWhatGivesRights(ServiceAccountResource by) {
        return List.of(
                status(() -> by.create(body("{'name':'x'}"))),
                status(() -> by.change(ID, null, body("{'roles':['admin']}"))),
                status(() -> by.rotate(ID, null, body("{}"))));
    }

    private ServiceAccountResource resource(String tenant, String... roles) {
        Caller caller = new Caller(new Settings(key -> Optional.empty()), new Fresh(), new StandInToken(tenant, roles));
        return new ServiceAccountResource(
                new ClientRequests(new Nobody(), new AnyTenant(), caller, Clock.systemUTC()), KIND);
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static int status(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().status();
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

    private static final class AnyTenant extends Tenants {
        @Override
        public void require(TenantId tenant) {}
    }

    /** A platform whose names are taken and that has no such client, which keeps whose were asked for; null for all. */
    private final class Nobody extends AdministeringClients {
        @Override
        public <C> List<C> list(ClientKind<C> kind, TenantId tenant, @Nullable UUID after, int limit) {
            asked.add(tenant.value());
            return List.of();
        }

        @Override
        public <C> Optional<C> find(ClientKind<C> kind, UUID id, @Nullable String tenant) {
            asked.add(tenant);
            return Optional.empty();
        }

        @Override
        public <C> Optional<Made<C>> make(ClientKind<C> kind, String actor, C client) {
            return Optional.empty();
        }

        @Override
        public <C> Optional<C> change(ClientKind<C> kind, Edit edit, Change<C> change, Instant now) {
            asked.add(edit.tenant());
            return Optional.empty();
        }

        @Override
        public <C> Optional<Made<C>> rotate(ClientKind<C> kind, Edit edit, Duration overlap, Instant now) {
            asked.add(edit.tenant());
            return Optional.empty();
        }

        @Override
        public <C> boolean remove(ClientKind<C> kind, Edit edit, Instant now) {
            asked.add(edit.tenant());
            return false;
        }
    }
}
