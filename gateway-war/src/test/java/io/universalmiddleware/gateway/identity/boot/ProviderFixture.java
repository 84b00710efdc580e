package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.external.login.Admitting;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.login.FinishingLink;
import io.universalmiddleware.gateway.identity.external.login.FinishingLogin;
import io.universalmiddleware.gateway.identity.external.login.Identifying;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Identified;
import io.universalmiddleware.gateway.identity.external.login.LinkingIdentities;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import io.universalmiddleware.gateway.identity.external.login.Registrations;
import io.universalmiddleware.gateway.identity.external.login.TellingOfIdentities;
import io.universalmiddleware.gateway.identity.external.provider.AskingProviders;
import io.universalmiddleware.gateway.identity.external.provider.AuthorizationUrl;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode.Answer;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Admission;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.ProviderLogin;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.LinkedIdentityRepository;
import io.universalmiddleware.persistence.identity.PendingLogin;
import io.universalmiddleware.persistence.identity.PendingLoginRepository;
import io.universalmiddleware.persistence.identity.ProviderSecretRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Logins by a provider of the test's own; each use case's transactions are their own, as the container would give them. */
final class ProviderFixture implements AutoCloseable {
    static final String REDIRECT = "https://app.example.org/callback?from=provider";

    final OpenIdProvider provider = new OpenIdProvider();
    final UUID id = UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    final AskingProviders asking;
    private final IdentityFixture fixture;

    ProviderFixture(IdentityFixture fixture) {
        this(fixture, "127.0.0.0/8", Duration.ofMinutes(5));
    }

    ProviderFixture(IdentityFixture fixture, String allowed, Duration deadline) {
        this.fixture = fixture;
        asking = new AskingProviders(
                new AddressGuard(AllowedNetworks.parse(allowed)), NameServers.OF_THE_MACHINE, deadline, nanos::get);
        fixture.database().transact(s -> s.update("TRUNCATE config_entry CASCADE", none -> {}));
        configured(Map.of("register", true));
        secret(OpenIdProvider.SECRET);
    }

    /** What the platform shows the provider from now on. */
    void secret(String secret) {
        secret(id, secret);
    }

    private void secret(UUID of, String secret) {
        registrations(r -> {
            r.setSecret(TENANT, "acme/olga", of, secret);
            return of;
        });
    }

    /** The provider with what it is configured by besides what it must be. */
    void configured(Map<String, Object> besides) {
        configured(id, "corporate", provider, besides);
    }

    /** Another, to which the platform shows the same secret. */
    void configured(String name, OpenIdProvider other, Map<String, Object> besides) {
        UUID entry = UUID.randomUUID();
        configured(entry, name, other, besides);
        secret(entry, OpenIdProvider.SECRET);
    }

    private void configured(UUID entryId, String name, OpenIdProvider of, Map<String, Object> besides) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("tenant", TENANT.value());
        document.put("name", name);
        document.put("issuer", of.issuer());
        document.put("clientId", OpenIdProvider.CLIENT);
        document.putArray("redirectUris").add(REDIRECT);
        besides.forEach((field, value) -> document.set(field, new ObjectMapper().valueToTree(value)));
        Instant now = fixture.clock.instant();
        Entry entry = new Entry(entryId, "providers", TENANT.value(), name, document, Set.of(), Set.of(), 1, now, now);
        fixture.database().transact(s -> {
            if (entries(s).find("providers", entryId).isPresent()) {
                entries(s).updateAll(List.of(entry));
            } else {
                entries(s).insertAll(List.of(entry));
            }
        });
    }

    /** Lets time pass for what is kept of the provider. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    Begun begin() {
        return begin(REDIRECT, null);
    }

    Begun begin(String redirectUri, @Nullable UUID account) {
        return beginning().begin(TENANT, "corporate", redirectUri, account);
    }

    BeginningLogin beginning() {
        return new BeginningLogin(registrations(), new AuthorizationUrl(asking), pending());
    }

    /** A whole login of a user. */
    Outcome logIn(JWTClaimsSet user) {
        Begun begun = begin();
        return finish(begun.ticket().text(), provider.logsIn(begun.url(), user));
    }

    Outcome finish(String ticket, Map<String, String> answer) {
        return finish(TENANT, ticket, answer);
    }

    Outcome finish(TenantId tenant, String ticket, Map<String, String> answer) {
        return finish(fixture.settings, tenant, ticket, answer);
    }

    Outcome finish(IdentitySettings with, TenantId tenant, String ticket, Map<String, String> answer) {
        return finishing(with).finish(brought(tenant, ticket, answer, null));
    }

    FinishingLogin finishing(IdentitySettings with) {
        return new FinishingLogin(identifying(), admitting(), admission(), fixture.passwords, with);
    }

    /** Links the account to a user. */
    LinkedIdentity link(UUID account, JWTClaimsSet user) {
        Begun begun = begin(REDIRECT, account);
        return confirm(account, begun.ticket().text(), provider.logsIn(begun.url(), user));
    }

    LinkedIdentity confirm(UUID account, String ticket, Map<String, String> answer) {
        LinkingIdentities each = new LinkingIdentities() {
            @Override
            public Optional<LinkedIdentity> link(UUID id, ProviderDefinition by, NamedUser user) {
                return linking(l -> l.link(id, by, user));
            }
        };
        return new FinishingLink(identifying(), each).finish(account, brought(TENANT, ticket, answer, account));
    }

    <T> T linking(Function<LinkingIdentities, T> work) {
        return fixture.inTransaction(u -> work.apply(linking(u)));
    }

    <T> T registrations(Function<Registrations, T> work) {
        return fixture.inTransaction(u -> work.apply(new Registrations(
                entries(u.session()),
                new ProviderSecretRepository(u.session()),
                fixture.sealing,
                u.journal(),
                fixture.clock)));
    }

    @Override
    public void close() {
        asking.close();
        provider.close();
    }

    private Brought brought(TenantId tenant, String ticket, Map<String, String> answer, @Nullable UUID account) {
        return new Brought(
                tenant,
                LoginTicket.of(ticket),
                answer.getOrDefault("state", ""),
                new Answer(answer.getOrDefault("code", ""), answer.get("iss")),
                account,
                CLIENT);
    }

    private Identifying identifying() {
        return new Identifying(pending(), registrations(), new ExchangingCode(asking), fixture.denials);
    }

    /** Those that are configured, each look-up a transaction of its own. */
    Registrations registrations() {
        return new Registrations() {
            @Override
            public Optional<Registration> find(TenantId tenant, String name) {
                return registrations(r -> r.find(tenant, name));
            }

            @Override
            public Optional<Registration> find(UUID provider) {
                return registrations(r -> r.find(provider));
            }

            @Override
            public List<ProviderDefinition> all(TenantId tenant) {
                return registrations(r -> r.all(tenant));
            }
        };
    }

    PendingLogins pending() {
        return new PendingLogins() {
            @Override
            public void add(
                    LoginTicket ticket,
                    ProviderDefinition by,
                    String uri,
                    @Nullable UUID account,
                    @Nullable String request) {
                fixture.transact(u -> logins(u).add(ticket, by, uri, account, request));
            }

            @Override
            public Optional<AtPage> atPage(LoginTicket ticket) {
                return fixture.inTransaction(u -> logins(u).atPage(ticket));
            }

            @Override
            public Optional<PendingLogin> take(LoginTicket ticket, TenantId tenant, @Nullable UUID account) {
                return fixture.inTransaction(u -> logins(u).take(ticket, tenant, account));
            }
        };
    }

    private Admitting admitting() {
        return new Admitting() {
            @Override
            public Found find(Identified identified) {
                return fixture.inTransaction(u -> admitting(u).find(identified));
            }

            @Override
            public Found register(Identified identified, Email email, String password) {
                return fixture.inTransaction(u -> admitting(u).register(identified, email, password));
            }
        };
    }

    private Admission admission() {
        return new Admission() {
            @Override
            public Optional<Outcome> byProvider(Account named, ProviderLogin by, Client client) {
                return fixture.inTransaction(u -> u.admission().byProvider(named, by, client));
            }
        };
    }

    private PendingLogins logins(UseCases of) {
        return new PendingLogins(new PendingLoginRepository(of.session()), fixture.clock);
    }

    private Admitting admitting(UseCases of) {
        return new Admitting(
                new AccountRepository(of.session()),
                new LinkedIdentityRepository(of.session()),
                linking(of),
                of.factors(fixture.sealing),
                of.accounts());
    }

    private LinkingIdentities linking(UseCases of) {
        return new LinkingIdentities(
                new AccountRepository(of.session()),
                new LinkedIdentityRepository(of.session()),
                of.sessions(),
                new TellingOfIdentities(of.journal(), of.writing()),
                fixture.clock);
    }

    private static EntryRepository entries(SqlSession session) {
        return new EntryRepository(session, new ObjectMapper());
    }
}
