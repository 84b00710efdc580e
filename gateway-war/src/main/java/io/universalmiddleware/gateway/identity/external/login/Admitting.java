package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Identified;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.LinkedIdentityRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Finds or makes the account of whom a provider names: the one that is linked to them by issuer and subject, never by address alone (ADR 27).
 * Each act is a transaction.
 */
@ApplicationScoped
public class Admitting {
    private AccountRepository accounts;
    private LinkedIdentityRepository identities;
    private LinkingIdentities linking;
    private SecondFactors factors;
    private Accounts registering;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Admitting() {}

    @Inject
    public Admitting(
            AccountRepository accounts,
            LinkedIdentityRepository identities,
            LinkingIdentities linking,
            SecondFactors factors,
            Accounts registering) {
        this.accounts = accounts;
        this.identities = identities;
        this.linking = linking;
        this.factors = factors;
        this.registering = registering;
    }

    /** What there is of a user. */
    public sealed interface Found {
        /** @param account with the roles that it has now */
        record Known(Account account, LinkedIdentity identity) implements Found {}

        /** The address has an account which is not to be linked by itself. */
        record Taken() implements Found {}

        /** There is no account, or one that is nobody's. */
        record Nobody() implements Found {}
    }

    /** The user's account, with the roles that their groups give. */
    @Transactional
    public Found find(Identified identified) {
        NamedUser user = identified.user();
        TenantId tenant = new TenantId(identified.provider().tenant());
        Optional<LinkedIdentity> linked = identities.find(tenant, user.issuer(), user.subject());
        if (linked.isPresent()) {
            return known(linked.get(), identified);
        }
        Optional<Account> ofAddress = user.email()
                .flatMap(Email::of)
                .flatMap(email -> accounts.find(tenant, email.key()))
                .filter(account ->
                        account.isVerified() || !identified.provider().register());
        if (ofAddress.isEmpty()) {
            return new Found.Nobody();
        }
        return ofAddress
                .filter(account -> isLinkedByItself(account, identified.provider()))
                .flatMap(account -> linking.link(account.id(), identified.provider(), user))
                .map(identity -> known(identity, identified))
                .orElseGet(Found.Taken::new);
    }

    /**
     * An account of the user's, whose address the provider has verified.
     *
     * @param password a hash of what nobody knows
     */
    @Transactional
    public Found register(Identified identified, Email email, String password) {
        TenantId tenant = new TenantId(identified.provider().tenant());
        NamedUser user = identified.user();
        Optional<Account> made = registering.registerVerified(tenant, email, password);
        return made.flatMap(account -> linking.link(account.id(), identified.provider(), user))
                .or(() -> identities.find(tenant, user.issuer(), user.subject()))
                .map(identity -> known(identity, identified))
                .orElseGet(Found.Taken::new);
    }

    private Found known(LinkedIdentity identity, Identified identified) {
        return linking.follow(identity, identified.provider(), identified.user())
                .<Found>map(account -> new Found.Known(account, identity))
                .orElseGet(Found.Taken::new);
    }

    private boolean isLinkedByItself(Account account, ProviderDefinition provider) {
        return provider.linkByEmail()
                && account.isVerified()
                && !account.disabled()
                && !account.roles().contains("admin")
                && !factors.isOn(account.id());
    }
}
