package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.RefreshRepository;
import io.universalmiddleware.persistence.identity.RefreshRepository.Taken;
import io.universalmiddleware.persistence.identity.SessionRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions: begun by a login, prolonged by refresh tokens, ended by their users, by time or by a refresh token that comes twice
 * (RFC 9700, section 4.14.2).
 *
 * <p>Each act is a transaction. A session's end is heard by every node within a second of the commit, and its access tokens are refused.
 */
@ApplicationScoped
public class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final String PREFIX = "umr_";
    private static final String SUBJECT = "sessions/";
    private static final int MOST = 100;
    /** Of a session whose user showed both factors (RFC 8176). */
    static final List<String> TWO_FACTORS = List.of("pwd", "otp", "mfa");

    private SessionRepository sessions;
    private RefreshRepository tokens;
    private AccountRepository accounts;
    private Journal journal;
    private SessionTimes times;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Sessions() {}

    @Inject
    public Sessions(
            SessionRepository sessions,
            RefreshRepository tokens,
            AccountRepository accounts,
            Journal journal,
            SessionTimes times) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.accounts = accounts;
        this.journal = journal;
        this.times = times;
    }

    /** A session that goes on, and the token to prolong it with. */
    public record Live(Account account, UserSession session, OpaqueToken refresh) {}

    /** A session whose user is known, without a token to prolong it with. */
    public record Proved(Account account, UserSession session) {}

    /**
     * Begins a session, and ends those beyond a hundred of the account that were used longest ago.
     *
     * @param methods of RFC 8176
     * @return empty if the account is not what it was when its password was verified
     */
    @Transactional
    public Optional<Live> begin(Account verified, Client client, List<String> methods) {
        return begin(verified, client, methods, null);
    }

    /** As {@link #begin(Account, Client, List)}. @param by what else the audit is to say of the login */
    @Transactional
    public Optional<Live> begin(Account verified, Client client, List<String> methods, @Nullable String by) {
        Optional<Account> account = accounts.lock(verified.id())
                .filter(now -> !now.disabled() && now.password().equals(verified.password()));
        return account.map(current -> {
            Instant now = times.now();
            Instant ends = times.end(now);
            UserSession begun = new UserSession(
                    Uuid7.next(times.clock()),
                    current.id(),
                    client.device(),
                    client.address(),
                    methods,
                    now,
                    now,
                    now,
                    times.idle(now, ends),
                    ends,
                    null);
            sessions.add(begun);
            noted(
                    sessions.endBeyond(current.id(), MOST, "limit", now, times.over(now)) > 0,
                    current.id(),
                    "users/" + current.id(),
                    "limit");
            journal.note(current.tenant(), current.id(), "login", SUBJECT + begun.id(), by);
            return new Live(current, begun, token(begun.id(), now));
        });
    }

    /**
     * Uses a refresh token: the session goes on with another; empty if it does not count. Of one that is used twice the session ends, with
     * whatever it was prolonged to.
     */
    @Transactional
    public Optional<Live> refresh(String token, Client client) {
        Instant now = times.now();
        Taken taken = tokens.take(new OpaqueToken(token).hash(), now);
        if (taken instanceof Taken.Fresh fresh) {
            return use(fresh.of(), client.address(), now)
                    .map(used -> new Live(
                            used.account(), used.session(), token(used.session().id(), now)));
        }
        if (taken instanceof Taken.Reused reused) {
            endReused(reused.of(), now);
        }
        return Optional.empty();
    }

    /** A session was used without a refresh token: it goes on; empty if it has ended, or its account is kept out. */
    @Transactional
    public Optional<Proved> use(UUID session, Client client) {
        return use(session, client.address(), times.now());
    }

    /** An application has used a session of its user's: it goes on, where its user was; empty if it has ended, or its account is kept out. */
    @Transactional
    public Optional<Proved> goOn(UUID session) {
        return use(session, null, times.now());
    }

    /** Holds two sessions: until the transaction ends nobody else ends either. */
    @Transactional
    public void hold(UUID one, UUID other) {
        sessions.hold(one, other);
    }

    /**
     * The user of a session has logged in anew in its browser, by another session: it ends. What it let applications in to goes over to the other,
     * if both are one account's: nobody is logged out of an application by showing once more who they are. Both are held.
     */
    @Transactional
    public void replace(UUID id, UUID account, UUID by) {
        Instant now = times.now();
        sessions.find(id).filter(found -> found.isAlive(now)).ifPresent(found -> {
            if (found.account().equals(account)) {
                sessions.handOver(id, by);
            }
            end(found, "login", now);
        });
    }

    /** Ends a session whose user says so: whether it went on. */
    @Transactional
    public boolean logOut(UUID session) {
        Instant now = times.now();
        return sessions.find(session).filter(found -> end(found, "logout", now)).isPresent();
    }

    /** Ends the session of a refresh token, whether the token was used or not: which, if its user has logged out by it now. */
    @Transactional
    public Optional<UUID> endBy(String token) {
        Instant now = times.now();
        Taken taken = tokens.take(new OpaqueToken(token).hash(), now);
        if (taken instanceof Taken.Fresh fresh) {
            return Optional.of(fresh.of()).filter(this::logOut);
        } else if (taken instanceof Taken.Reused reused) {
            endReused(reused.of(), now);
        }
        return Optional.empty();
    }

    /** Ends a session of an account: whether it went on. */
    @Transactional
    public boolean end(UUID account, UUID session, String by) {
        Instant now = times.now();
        return noted(sessions.end(session, account, by, now, times.over(now)), account, SUBJECT + session, by);
    }

    /** Ends an account's sessions: how many went on. @param but this one; null for all */
    @Transactional
    public int endAll(UUID account, @Nullable UUID but, String by) {
        Instant now = times.now();
        int ended = sessions.endAll(account, but, by, now, times.over(now));
        noted(ended > 0, account, "users/" + account, by);
        return ended;
    }

    /** The user of a session has shown both factors now: the session as it is then; empty if it has ended. */
    @Transactional
    public Optional<UserSession> prove(UUID id) {
        Instant now = times.now();
        sessions.find(id)
                .filter(found -> found.isAlive(now))
                .ifPresent(found -> sessions.prove(id, withSecond(found.methods()), now));
        return sessions.find(id).filter(found -> found.isAlive(now));
    }

    /** An account's sessions that go on, the one used last first. */
    @Transactional
    public List<UserSession> alive(UUID account) {
        return sessions.alive(account, times.now());
    }

    private static List<String> withSecond(List<String> methods) {
        return Stream.concat(methods.stream(), TWO_FACTORS.stream().filter(method -> !method.equals("pwd")))
                .distinct()
                .toList();
    }

    private Optional<Proved> use(UUID id, @Nullable String address, Instant now) {
        Optional<UserSession> session = sessions.find(id).filter(found -> found.isAlive(now));
        Optional<Account> account =
                session.flatMap(found -> accounts.find(found.account())).filter(found -> !found.disabled());
        if (session.isEmpty() || account.isEmpty()) {
            return Optional.empty();
        }
        UserSession current = session.get();
        sessions.use(id, address == null ? current.address() : address, now, times.idle(now, current.endsAt()));
        return Optional.of(new Proved(account.get(), current));
    }

    private void endReused(UUID id, Instant now) {
        sessions.find(id)
                .filter(session -> end(session, "reuse", now))
                .ifPresent(session -> LOG.warn("Session {} has ended: a refresh token of it was used twice", id));
    }

    private boolean end(UserSession session, String by, Instant now) {
        return noted(
                sessions.end(session.id(), session.account(), by, now, times.over(now)),
                session.account(),
                SUBJECT + session.id(),
                by);
    }

    private boolean noted(boolean ended, UUID account, String subject, String by) {
        if (ended) {
            accounts.find(account)
                    .ifPresent(of -> journal.note(of.tenant(), account, "end-session", subject, "by " + by));
        }
        return ended;
    }

    private OpaqueToken token(UUID session, Instant now) {
        OpaqueToken token = OpaqueToken.generate(PREFIX);
        tokens.add(token.hash(), session, now);
        return token;
    }
}
