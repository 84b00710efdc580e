package io.universalmiddleware.gateway.identity.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.OpenAddresses;
import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.authorize.Authorizing;
import io.universalmiddleware.gateway.identity.authorize.LoggedIn;
import io.universalmiddleware.gateway.identity.bootstrap.StoringAdministrator;
import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.enrolment.StoringFactor;
import io.universalmiddleware.gateway.identity.factor.FactorSettings;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes;
import io.universalmiddleware.gateway.identity.grant.Grants;
import io.universalmiddleware.gateway.identity.grant.RefreshTokens;
import io.universalmiddleware.gateway.identity.grant.RefreshingGrants;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.mail.Letters;
import io.universalmiddleware.gateway.identity.mail.Posting;
import io.universalmiddleware.gateway.identity.profile.ChangingAddress;
import io.universalmiddleware.gateway.identity.profile.Profiles;
import io.universalmiddleware.gateway.identity.profile.UserClaims;
import io.universalmiddleware.gateway.identity.session.Admission;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.Challenges;
import io.universalmiddleware.gateway.identity.session.ProviderSessions;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.SessionTimes;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.ApplicationRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AuthorizationCodeRepository;
import io.universalmiddleware.persistence.identity.BrowserSessionRepository;
import io.universalmiddleware.persistence.identity.ClientTokenRepository;
import io.universalmiddleware.persistence.identity.GrantRefreshRepository;
import io.universalmiddleware.persistence.identity.GrantRepository;
import io.universalmiddleware.persistence.identity.HeardLogoutRepository;
import io.universalmiddleware.persistence.identity.MailRepository;
import io.universalmiddleware.persistence.identity.NobodysAccountRepository;
import io.universalmiddleware.persistence.identity.PendingLoginRepository;
import io.universalmiddleware.persistence.identity.ProfileRepository;
import io.universalmiddleware.persistence.identity.ProofRepository;
import io.universalmiddleware.persistence.identity.ProviderSessionRepository;
import io.universalmiddleware.persistence.identity.RefreshRepository;
import io.universalmiddleware.persistence.identity.SecondFactorRepository;
import io.universalmiddleware.persistence.identity.SessionRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Duration;
import java.util.Optional;

/** Identity's use cases within one transaction. */
record UseCases(SqlSession session, IdentityFixture fixture) {
    static final FactorSettings FACTOR = new FactorSettings("Universal Middleware", Duration.ofMinutes(15));
    private static final Letters LETTERS = new Letters(Optional.empty(), Optional.empty());

    Accounts accounts() {
        return accounts(fixture.settings);
    }

    Accounts accounts(IdentitySettings with) {
        return new Accounts(accountRepository(), new SessionRepository(session), writing(), with, fixture.clock);
    }

    Attempts attempts() {
        return new Attempts(
                new AttemptRepository(session),
                accountRepository(),
                new SessionRepository(session),
                fixture.attempts,
                fixture.clock);
    }

    Admission admission() {
        return new Admission(
                accountRepository(),
                factors(fixture.sealing),
                new Challenges(new ProofRepository(session), providerSessions(), fixture.clock),
                sessions(),
                providerSessions());
    }

    ProviderSessions providerSessions() {
        return new ProviderSessions(new ProviderSessionRepository(session), fixture.sealing);
    }

    Sessions sessions() {
        return new Sessions(
                new SessionRepository(session),
                new RefreshRepository(session),
                accountRepository(),
                journal(),
                new SessionTimes(fixture.settings, fixture.clock));
    }

    BrowserSessions browsers() {
        return new BrowserSessions(
                new BrowserSessionRepository(session), sessions(), refreshes(), accountRepository(), journal());
    }

    RefreshBudget refreshes() {
        return new RefreshBudget(new RefreshRepository(session), new AttemptRepository(session), fixture.clock);
    }

    /** The second factors of a node whose secret this is. */
    SecondFactors factors(Sealing own) {
        return new SecondFactors(new SecondFactorRepository(session), own, journal(), FACTOR, fixture.clock);
    }

    StoringFactor storingFactor() {
        return new StoringFactor(accountRepository(), factors(fixture.sealing), sessions(), writing());
    }

    StoringAdministrator storingAdministrator() {
        return new StoringAdministrator(accountRepository(), sessions(), journal(), fixture.clock);
    }

    UselessIdentity useless(IdentitySettings with) {
        return new UselessIdentity(
                new NobodysAccountRepository(session),
                new SessionRepository(session),
                new ProofRepository(session),
                new ClientTokenRepository(session),
                new AttemptRepository(session),
                with);
    }

    UselessOfProviders uselessOfProviders() {
        return new UselessOfProviders(
                new PendingLoginRepository(session),
                new ProviderSessionRepository(session),
                new HeardLogoutRepository(session));
    }

    Profiles profiles() {
        return new Profiles(accountRepository(), profileRepository(), journal(), fixture.clock);
    }

    UserClaims claims() {
        return new UserClaims(accountRepository(), profileRepository());
    }

    ChangingAddress changingAddress() {
        OpenAddresses addresses = new OpenAddresses(
                accountRepository(), new NobodysAccountRepository(session), fixture.settings, journal(), fixture.clock);
        return new ChangingAddress(accountRepository(), addresses, writing(), sessions(), journal());
    }

    AuthorizationCodes codes() {
        return new AuthorizationCodes(
                grants(),
                new ApplicationRepository(session),
                new AuthorizationCodeRepository(session),
                refreshTokens());
    }

    RefreshingGrants refreshingGrants() {
        return new RefreshingGrants(grants(), refreshTokens(), refreshes());
    }

    Authorizing authorizing() {
        return new Authorizing(browsers(), codes(), refreshes(), fixture.clock);
    }

    LoggedIn loggedIn() {
        return new LoggedIn(browsers(), authorizing(), sessions());
    }

    private Grants grants() {
        return new Grants(new GrantRepository(session), sessions(), journal(), fixture.settings, fixture.clock);
    }

    private RefreshTokens refreshTokens() {
        return new RefreshTokens(new GrantRefreshRepository(session));
    }

    UselessGrants uselessGrants() {
        return new UselessGrants(new GrantRepository(session));
    }

    Journal journal() {
        return new Journal(new AuditRepository(session), fixture.clock);
    }

    WritingToOwners writing() {
        return new WritingToOwners(
                new ProofRepository(session),
                new AttemptRepository(session),
                new Posting(new MailRepository(session), fixture.sealing, fixture.clock),
                LETTERS,
                fixture.clock);
    }

    private ProfileRepository profileRepository() {
        return new ProfileRepository(session, new ObjectMapper());
    }

    private AccountRepository accountRepository() {
        return new AccountRepository(session);
    }
}
