package io.universalmiddleware.launcher.login;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.launcher.rest.Answer;
import io.universalmiddleware.launcher.rest.EdgeClient;
import io.universalmiddleware.launcher.stack.Home;
import io.universalmiddleware.launcher.stack.MailCatcher;
import io.universalmiddleware.stores.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * The logins of local users at the running platform. Who is wanted for the first time registers, shows the proof that was mailed where the
 * platform asks for it, and gets roles from the administrator; whose tenant is not there gets that from the administrator, too.
 */
public final class Logins {
    private static final Set<String> ADMINISTRATORS = Set.of("admin", "user");
    private static final Duration MAIL_WITHIN = Duration.ofSeconds(60);
    private static final int INVALID = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final LocalUsers users;
    private final IdentityClient identity;
    private final Administration administration;
    private final KeptTokens kept;
    private final CaughtMail mail;

    public Logins(LocalUsers users, EdgeClient edge, Home home, MailCatcher mail) {
        this.users = users;
        this.identity = new IdentityClient(edge);
        this.administration = new Administration(edge);
        this.kept = new KeptTokens(home);
        this.mail = new CaughtMail(mail);
    }

    /** A token of the platform's administrator. */
    public AccessToken administrator() {
        return token(users.administrator(), ADMINISTRATORS, Duration.ZERO);
    }

    /**
     * A token of a user with these roles and no others.
     *
     * @param name an e-mail address, or what stands before the {@code @} of one
     * @param atLeast how long it counts at least; it counts half of its life in any case
     * @throws StoreException saying why, if there is none
     */
    public AccessToken token(TenantId tenant, String name, Set<String> roles, Duration atLeast) {
        return token(users.user(tenant, name), roles, atLeast);
    }

    private AccessToken token(LocalUser user, Set<String> roles, Duration atLeast) {
        return kept.find(user)
                .filter(token -> token.roles().equals(roles)
                        && token.lasts(atLeast, Clock.systemUTC().instant()))
                .filter(identity::takes)
                .orElseGet(() -> fresh(user, roles, atLeast));
    }

    private AccessToken fresh(LocalUser user, Set<String> roles, Duration atLeast) {
        if (!isAdministrator(user) && kept.find(user).isEmpty()) {
            register(user);
        }
        AccessToken token = logIn(user);
        if (!token.roles().equals(roles)) {
            if (isAdministrator(user)) {
                throw new StoreException(user + " keeps the roles " + String.join(",", new TreeSet<>(token.roles()))
                        + " with which the platform is administered: name another --user");
            }
            administration.giveRoles(administrator(), token.account(), roles);
            token = logIn(user);
        }
        if (token.life().compareTo(atLeast) < 0) {
            throw new StoreException("An access token counts " + token.life().toSeconds()
                    + " s, as um.identity.access-token-life says; it can be an hour at most");
        }
        kept.keep(user, token);
        return token;
    }

    private AccessToken logIn(LocalUser user) {
        Answer answer = identity.logIn(user);
        if (answer.status() == UNAUTHENTICATED && !asksForMore(answer)) {
            throw new StoreException(user + " has another password than the one in the home: name another --user, "
                    + "or set that one if it is the administrator's (docs/identity.md)");
        }
        if (answer.status() == FORBIDDEN) {
            verify(user);
            answer = identity.logIn(user);
        }
        if (asksForMore(answer)) {
            throw new StoreException(user + " has a second factor, which is not um's to show: log in through the API");
        }
        return AccessToken.read(answer.accepted().path("access_token").asText());
    }

    /** A login that is refused for this has another proof mailed, after which the one before counts no more; it may be on its way yet. */
    private void verify(LocalUser user) {
        String proof = mail.awaitProof(user.email(), "", MAIL_WITHIN);
        while (identity.verify(proof).status() == INVALID) {
            proof = mail.awaitProof(user.email(), proof, MAIL_WITHIN);
        }
    }

    private void register(LocalUser user) {
        Answer answer = identity.register(user);
        if (answer.status() == NOT_FOUND) {
            administration.makeTenant(administrator(), user.tenant());
            answer = identity.register(user);
        }
        answer.accepted();
    }

    private boolean isAdministrator(LocalUser user) {
        return user.equals(users.administrator());
    }

    private static boolean asksForMore(Answer answer) {
        return answer.json().path("mfa_required").asBoolean();
    }
}
