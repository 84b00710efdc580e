package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.identity.ProviderSecretRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The providers that are configured and not off, and what the platform shows each, which is kept sealed for the provider's issuer: shown to no
 * other, whoever comes to be configured in its place. Each act is a transaction.
 */
@ApplicationScoped
public class Registrations {
    private static final String PURPOSE = "provider-secret";

    private EntryRepository entries;
    private ProviderSecretRepository secrets;
    private Sealing sealing;
    private Journal journal;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Registrations() {}

    @Inject
    public Registrations(
            EntryRepository entries, ProviderSecretRepository secrets, Sealing sealing, Journal journal, Clock clock) {
        this.entries = entries;
        this.secrets = secrets;
        this.sealing = sealing;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param name of the provider */
    @Transactional
    public Optional<Registration> find(TenantId tenant, String name) {
        return entries.find(Kind.PROVIDER.key(tenant.value(), name))
                .map(Registrations::definition)
                .flatMap(this::enabled);
    }

    /** @param provider its entry's id */
    @Transactional
    public Optional<Registration> find(UUID provider) {
        return entries.find(Kind.PROVIDER.plural(), provider)
                .map(Registrations::definition)
                .flatMap(this::enabled);
    }

    /** The providers of a tenant by which users may log in, by name. */
    @Transactional
    public List<ProviderDefinition> all(TenantId tenant) {
        return entries.of(Kind.PROVIDER.plural(), Set.of(tenant.value())).stream()
                .map(Registrations::definition)
                .flatMap(provider -> enabled(provider).stream())
                .map(Registration::provider)
                .sorted(Comparator.comparing(ProviderDefinition::name))
                .toList();
    }

    /**
     * Sets what the platform shows the provider, as long as its issuer is what it is now.
     *
     * @param actor {@code tenant/user}
     * @throws ProblemException 404 if there is no such provider any more
     */
    @Transactional
    public void setSecret(TenantId tenant, String actor, UUID provider, String secret) {
        ProviderDefinition configured = entries.hold(Kind.PROVIDER.plural(), provider)
                .map(Registrations::definition)
                .orElseThrow(BeginningLogin::notFound);
        boolean before = secrets.find(provider).isPresent();
        secrets.set(
                provider,
                sealing.seal(PURPOSE, sealedFor(configured), secret.getBytes(StandardCharsets.UTF_8)),
                clock.instant());
        journal.changed(tenant, actor, "set-provider-secret", "providers/" + provider, told(before), told(true));
    }

    /** The platform is a public client there from now on. @param actor {@code tenant/user} */
    @Transactional
    public void removeSecret(TenantId tenant, String actor, UUID provider) {
        if (secrets.remove(provider)) {
            journal.changed(tenant, actor, "remove-provider-secret", "providers/" + provider, told(true), told(false));
        }
    }

    /**
     * Without its secret, if one is kept that this node cannot open or that was set for another issuer, the provider is none: it would not know
     * the platform.
     */
    private Optional<Registration> enabled(ProviderDefinition provider) {
        Optional<byte[]> sealed = secrets.find(provider.id());
        Optional<String> secret = sealed.flatMap(kept -> sealing.open(PURPOSE, sealedFor(provider), kept))
                .map(plain -> new String(plain, StandardCharsets.UTF_8));
        return provider.enabled() && sealed.isPresent() == secret.isPresent()
                ? Optional.of(new Registration(provider, secret))
                : Optional.empty();
    }

    private static ProviderDefinition definition(Entry entry) {
        return (ProviderDefinition) Kind.PROVIDER.read(entry.id(), entry.document(), new Violations());
    }

    private static String sealedFor(ProviderDefinition provider) {
        return provider.id() + "\n" + provider.issuer();
    }

    private static Map<String, Boolean> told(boolean secret) {
        return Map.of("secret", secret);
    }
}
