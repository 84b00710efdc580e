package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Registers users. Whether an address has an account already is told to who reads its mailbox and to nobody else: the answer, and the
 * work for it, are the same.
 */
@ApplicationScoped
public class Registering {
    private Accounts accounts;
    private Tenants tenants;
    private Passwords passwords;
    private PasswordRules rules;
    private IdentitySettings settings;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Registering() {}

    @Inject
    public Registering(
            Accounts accounts, Tenants tenants, Passwords passwords, PasswordRules rules, IdentitySettings settings) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.passwords = passwords;
        this.rules = rules;
        this.settings = settings;
    }

    /** @throws ProblemException 400 saying what the password lacks, 403 where nobody may register, 404 if there is no such tenant */
    public void register(TenantId tenant, Email email, String password) {
        if (!settings.registration()) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, "Nobody registers here by themselves."));
        }
        tenants.require(tenant);
        rules.check("/password", password, email.text(), tenant.value());
        accounts.register(tenant, email, passwords.hash(password));
    }
}
