package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.contracts.problem.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the platform shows a provider goes with it, whoever sets it meanwhile. */
@ExtendWith(IdentityFixtures.class)
class ProviderSecretIT {
    private final IdentityFixture fixture;
    private final ProviderFixture login;

    ProviderSecretIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
    }

    @Test
    void ofAProviderThatIsRemovedMeanwhileNoneIsSet() {
        CompletableFuture<Boolean> set = fixture.inTransaction(u -> {
            u.session().update("DELETE FROM config_entry", none -> {});
            return Contending.begin(fixture, this::set);
        });

        CompletionException refused = catchThrowableOfType(CompletionException.class, set::join);
        assertThat(refused.getCause())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(404));
        assertThat(secrets()).isZero();
    }

    @Test
    void oneThatIsSetMeanwhileGoesWithTheProvider() {
        CompletableFuture<Integer> removal = login.registrations(r -> {
            r.setSecret(IdentityFixture.TENANT, "acme/olga", login.id, "another");
            return Contending.begin(
                    fixture,
                    () -> fixture.database().inTransaction(s -> s.update("DELETE FROM config_entry", none -> {})));
        });

        assertThat(removal.join()).isEqualTo(1);
        assertThat(secrets()).isZero();
    }

    private boolean set() {
        login.secret("another");
        return true;
    }

    private long secrets() {
        return fixture.<Long>one("SELECT count(*) FROM provider_secret");
    }
}
