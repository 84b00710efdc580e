package io.universalmiddleware.gateway.identity.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.profile.ProfileAnswer;
import io.universalmiddleware.gateway.identity.profile.ProfileChange;
import io.universalmiddleware.gateway.identity.profile.Profiles.Owned;
import io.universalmiddleware.gateway.identity.profile.UserClaims;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users say about themselves, and what applications are told of it. */
@ExtendWith(Backends.class)
class ProfilesIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private FactorFixture factors;
    private Account ann;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        factors = new FactorFixture(fixture);
        ann = factors.account(ANN);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whoHasSaidNothingHasAnAddressAlone() {
        Owned read = read();

        assertThat(ProfileAnswer.of(read)).isEqualTo(new ProfileAnswer(ANN, true, null, null, null, Map.of(), null));
        assertThat(read.edition()).isEqualTo(1);
    }

    @Test
    void aChangeIsKeptHasAnotherTagAndARowInTheAudit() {
        Owned changed = change(null, "{'display_name':'Ann','preferences':{'theme':'dark'}}");

        ProfileAnswer answer = ProfileAnswer.of(changed);
        assertThat(answer.displayName()).isEqualTo("Ann");
        assertThat(answer.preferences()).isEqualTo(Map.of("theme", "dark"));
        assertThat(answer.updatedAt()).isEqualTo(fixture.clock.instant());
        assertThat(changed.edition()).isEqualTo(3);
        assertThat(read()).isEqualTo(changed);
        assertThat(factors.audited(ann)).contains("change-profile");
        assertThat(fixture.<Long>one("SELECT count(*) FROM audit WHERE before::text || after::text LIKE '%Ann%'"))
                .as("of names in it")
                .isZero();
    }

    @Test
    void whatChangesNothingIsNoChange() {
        assertThat(change(null, "{'display_name':null,'preferences':{}}").edition())
                .isEqualTo(1);
        assertThat(factors.audited(ann)).doesNotContain("change-profile");
    }

    @Test
    void ofTwoWhoReadTheSameOneChangesIt() {
        change("\"1\"", "{'display_name':'Ann'}");

        assertThat(status(() -> change("\"1\"", "{'display_name':'Anna'}"))).isEqualTo(412);
        assertThat(status(() -> change("W/\"3\"", "{'display_name':'Anna'}"))).isEqualTo(412);
        change("\"3\"", "{'display_name':'Anna'}");
        change("*", "{'locale':'de'}");
    }

    @Test
    void preferencesAreFiftyAtMost() {
        change(null, preferences(0, 50));
        change(null, preferences(0, 50));

        assertThat(status(() -> change(null, preferences(50, 51)))).isEqualTo(400);
        assertThat(read().profile().preferences()).hasSize(50);
    }

    @Test
    void whatIsUnknownIsNamedAndNothingIsChanged() {
        assertThat(status(() -> change(null, "{'display_name':'Ann','email':'eve@example.org'}")))
                .isEqualTo(400);
        assertThat(read().edition()).isEqualTo(1);
    }

    @Test
    void whoIsKeptOutHasNoProfileAndNothingIsToldOfThem() {
        fixture.database()
                .transact(
                        s -> new AccountRepository(s).change(ann.id(), Set.of("user"), true, fixture.clock.instant()));

        assertThat(status(this::read)).isEqualTo(401);
        assertThat(status(() -> change(null, "{'display_name':'Ann'}"))).isEqualTo(401);
        assertThat(fixture.<Boolean>inTransaction(
                        u -> u.claims().of(ann.id(), Set.of("profile")).isPresent()))
                .isFalse();
    }

    @Test
    void applicationsAreToldWhatTheScopesStandForAndIsKnown() {
        assertThat(claims("openid")).isEmpty();
        assertThat(claims("openid", "profile", "email")).isEqualTo(Map.of("email", ANN, "email_verified", true));

        change(null, "{'display_name':'Ann','locale':'de-CH','time_zone':'Europe/Zurich'}");

        assertThat(claims("profile"))
                .isEqualTo(Map.of(
                        "name", "Ann",
                        "locale", "de-CH",
                        "zoneinfo", "Europe/Zurich",
                        "updated_at", fixture.clock.instant().getEpochSecond()));
    }

    @Test
    void whoTakesAnUnverifiedAccountFindsNothingOfTheOneBefore() {
        change(null, "{'display_name':'Eve'}");
        fixture.database().transact(s -> s.update("UPDATE account SET verified_at = NULL", statement -> {}));

        fixture.account(ANN);

        assertThat(read().profile().displayName()).isNull();
    }

    private Map<String, Object> claims(String... scopes) {
        return fixture.inTransaction(u -> {
            UserClaims claims = u.claims();
            return claims.of(ann.id(), Set.of(scopes)).orElseThrow();
        });
    }

    private static String preferences(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "'p" + i + "':'x'")
                .collect(Collectors.joining(",", "{'preferences':{", "}}"));
    }

    private Owned read() {
        return fixture.inTransaction(u -> u.profiles().read(ann.id()));
    }

    private Owned change(@Nullable String ifMatch, String json) {
        ProfileChange change = change(json);
        return fixture.inTransaction(u -> u.profiles().change(ann.id(), ifMatch, change));
    }

    private static ProfileChange change(String json) {
        try {
            return Body.read(
                    new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                    ProfileChange::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(ThrowingCallable work) {
        return catchThrowableOfType(ProblemException.class, work).problem().status();
    }
}
