package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.bootstrap.FirstAdministrator;
import io.universalmiddleware.gateway.identity.bootstrap.StoringAdministrator;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.LinkedIdentityRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who administers a platform that nobody administers yet; the tenant of the fixture is the operator's. */
@ExtendWith(Backends.class)
class FirstAdministratorIT {
    private static final String OLGA = "olga@example.org";
    private static final String CONFIGURED = "the sentence in the file";

    @TempDir
    Path directory;

    private IdentityFixture fixture;

    @BeforeEach
    void open(PostgresBackend postgres) throws IOException {
        Files.writeString(password(), CONFIGURED + '\n');
        fixture = new IdentityFixture(postgres);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itIsMadeOnceWithItsRolesAndLogsInAtOnce() {
        first().ensure();
        first().ensure();

        Account olga = fixture.find(OLGA).orElseThrow();
        assertThat(olga.roles()).containsExactlyInAnyOrder("admin", "user");
        assertThat(olga.isVerified()).isTrue();
        assertThat(fixture.logIn(TENANT, OLGA, CONFIGURED)).isInstanceOf(Outcome.In.class);
        assertThat(made(olga)).hasSize(1);
    }

    @Test
    void ofManyNodesAtOnceOneMakesIt() {
        IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> first().ensure()))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(made(fixture.find(OLGA).orElseThrow())).hasSize(1);
    }

    @Test
    void ofNodesThatNameDifferentAddressesOneMakesIt() {
        IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> first("o" + i + "@example.org").ensure()))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(fixture.<Long>one("SELECT count(*) FROM account")).isEqualTo(1L);
    }

    @Test
    void whoRegisteredWithTheAddressBeforeHasNothingOfIt() {
        Account squatted = fixture.account(OLGA);
        fixture.begin(squatted);

        first().ensure();

        Account olga = fixture.find(OLGA).orElseThrow();
        assertThat(olga.id()).isEqualTo(squatted.id());
        assertThat(olga.roles()).contains("admin");
        assertThat(fixture.logIn(TENANT, OLGA, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.<Integer>sessions(s -> s.alive(olga.id()).size())).isZero();
        assertThat(fixture.logIn(TENANT, OLGA, CONFIGURED)).isInstanceOf(Outcome.In.class);
    }

    @Test
    void noSecondFactorChallengeOrProviderOfBeforeLetsAnybodyIn() {
        FactorFixture factors = new FactorFixture(fixture);
        Account squatted = factors.account(OLGA);
        Secret secret = factors.enrolled(factors.user(OLGA));
        String challenge = factors.challenge(OLGA, PASSWORD);
        fixture.transact(u -> new LinkedIdentityRepository(u.session())
                .add(new LinkedIdentity(
                        UUID.randomUUID(),
                        squatted.id(),
                        TENANT.value(),
                        "https://elsewhere.example",
                        "1",
                        Set.of(),
                        fixture.clock.instant(),
                        fixture.clock.instant())));

        first().ensure();

        fixture.clock.advance(TimeCode.STEP);
        assertThat(factors.answer(challenge, new Shown.Code(factors.code(secret, 0))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(fixture.<Long>one("SELECT count(*) FROM linked_identity")).isZero();
        assertThat(fixture.logIn(TENANT, OLGA, CONFIGURED)).isInstanceOf(Outcome.In.class);
    }

    @Test
    void whereThereIsAnAdministratorItMeansNothing() {
        Account olga = fixture.account(OLGA);
        Account other = fixture.account("oscar@example.org");
        roles(other, Set.of("admin"), false);

        first().ensure();

        assertThat(fixture.find(OLGA).orElseThrow().roles()).containsExactly("user");
        assertThat(fixture.find(OLGA).orElseThrow().password()).isEqualTo(olga.password());
    }

    @Test
    void whoIsKeptOutOrAdministersAnotherTenantDoesNotCount() {
        roles(fixture.account("oscar@example.org"), Set.of("admin"), true);
        fixture.accounts(accounts -> {
            accounts.register(new TenantId("other"), new Email(OLGA), fixture.passwords.hash(PASSWORD));
            return OLGA;
        });

        first().ensure();

        assertThat(fixture.find(OLGA).orElseThrow().roles()).contains("admin");
    }

    @Test
    void whereNobodyIsNamedNobodyIsMade() {
        new FirstAdministrator(storing(), fixture.passwords, new Settings(key -> Optional.empty())).ensure();

        assertThat(fixture.<Long>one("SELECT count(*) FROM account")).isZero();
    }

    private void roles(Account account, Set<String> roles, boolean disabled) {
        fixture.database()
                .transact(s -> new AccountRepository(s).change(account.id(), roles, disabled, fixture.clock.instant()));
    }

    private List<String> made(Account account) {
        return new FactorFixture(fixture)
                .audited(account).stream().filter("make-administrator"::equals).toList();
    }

    /** That of a node which has just started. */
    private FirstAdministrator first() {
        return first(OLGA);
    }

    private FirstAdministrator first(String address) {
        Map<String, String> values = Map.of(
                "um.operator-tenant",
                TENANT.value(),
                "um.identity.administrator",
                address,
                "um.identity.administrator-password-file",
                password().toString());
        return new FirstAdministrator(
                storing(), fixture.passwords, new Settings(key -> Optional.ofNullable(values.get(key))));
    }

    private Path password() {
        return directory.resolve("password");
    }

    /** Each of its transactions one of its own. */
    private StoringAdministrator storing() {
        return new StoringAdministrator() {
            @Override
            public boolean isWanted(TenantId tenant) {
                return fixture.inTransaction(u -> u.storingAdministrator().isWanted(tenant));
            }

            @Override
            public void store(TenantId tenant, Email email, String password) {
                fixture.transact(u -> u.storingAdministrator().store(tenant, email, password));
            }
        };
    }
}
