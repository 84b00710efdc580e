package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The attempts at being let in. Each is taken out of the budgets before anything is verified, so that guesses at once count too, and
 * given back if it was right. Another budget of the account is for those that are right.
 *
 * <p>Whoever guesses empties the account's budget for strangers. Its owner has a budget apart at each place where the account was used in the
 * last thirty days, and every budget fills again: nobody is locked out for good. An account that is not there has budgets like any other.
 */
@ApplicationScoped
public class Attempts {
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int NETWORK = 8;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int PLACES = 1_000;
    /** For right passwords: each costs a hash, too. */
    private static final Budget LOGINS = new Budget(30, Duration.ofSeconds(10));

    /** For wrong codes of six digits, three of which count at a time: one in a thousand guessers gets in within a day. */
    private static final Budget FACTOR = new Budget(10, Duration.ofMinutes(5));

    private AttemptRepository budgets;
    private AccountRepository accounts;
    private SessionRepository sessions;
    private AttemptSettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Attempts() {}

    @Inject
    public Attempts(
            AttemptRepository budgets,
            AccountRepository accounts,
            SessionRepository sessions,
            AttemptSettings settings,
            Clock clock) {
        this.budgets = budgets;
        this.accounts = accounts;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param ofLogins whether it is meant for those that are right */
    private record Taken(byte[] key, Budget budget, boolean ofLogins) {}

    /** An attempt that was taken, and the account that it is at. */
    public static final class Attempt {
        private final Optional<Account> account;
        private final Optional<Duration> refusedFor;
        private final List<Taken> taken;

        private Attempt(Optional<Account> account, Optional<Duration> refusedFor, List<Taken> taken) {
            this.account = account;
            this.refusedFor = refusedFor;
            this.taken = List.copyOf(taken);
        }

        public Optional<Account> account() {
            return account;
        }

        /** How long to wait until there is an attempt again; empty if there was one. */
        public Optional<Duration> refusedFor() {
            return refusedFor;
        }
    }

    /** An attempt at an account from an address. @param address empty if it is not known */
    @Transactional
    public Attempt at(TenantId tenant, String emailKey, String address) {
        Optional<Account> account = accounts.find(tenant, emailKey);
        String name = tenant.value() + '\n' + emailKey;
        String place = network(address);
        boolean known = isKnown(account.map(Account::id).orElse(NOBODY), place);
        List<Taken> wanted = new ArrayList<>(fromAddress(address));
        wanted.add(new Taken(
                OpaqueToken.sha256(known ? "place\n" + name + '\n' + place : "account\n" + name),
                settings.account(),
                false));
        wanted.add(new Taken(OpaqueToken.sha256("logins\n" + name), LOGINS, true));
        return take(account, wanted);
    }

    /** An attempt at the second factor of an account from an address. @param address empty if it is not known */
    @Transactional
    public Attempt atFactor(Account account, String address) {
        String place = network(address);
        List<Taken> wanted = new ArrayList<>(fromAddress(address));
        wanted.add(new Taken(
                OpaqueToken.sha256("factor\n" + account.id() + (isKnown(account.id(), place) ? '\n' + place : "")),
                FACTOR,
                false));
        return take(Optional.of(account), wanted);
    }

    /** An attempt from an address at anything else. */
    @Transactional
    public Attempt from(String address) {
        return take(Optional.empty(), fromAddress(address));
    }

    /** It was right: it counts among the account's logins alone. */
    @Transactional
    public void wasRight(Attempt attempt) {
        giveBack(attempt, taken -> !taken.ofLogins());
    }

    /** It was wrong: whoever guesses leaves the owner's logins alone. */
    @Transactional
    public void wasWrong(Attempt attempt) {
        giveBack(attempt, Taken::ofLogins);
    }

    /** Nothing was verified. */
    @Transactional
    public void wasNone(Attempt attempt) {
        giveBack(attempt, taken -> true);
    }

    private void giveBack(Attempt attempt, Predicate<Taken> which) {
        attempt.taken.stream().filter(which).forEach(taken -> budgets.giveBack(taken.key(), taken.budget()));
    }

    private boolean isKnown(UUID account, String place) {
        return sessions.addresses(account, clock.instant().minus(REMEMBERED), PLACES).stream()
                .anyMatch(used -> network(used).equals(place));
    }

    private List<Taken> fromAddress(String address) {
        return address.isEmpty()
                ? List.of()
                : List.of(new Taken(OpaqueToken.sha256("address\n" + network(address)), settings.address(), false));
    }

    private Attempt take(Optional<Account> account, List<Taken> wanted) {
        List<Taken> taken = new ArrayList<>();
        for (Taken each : wanted) {
            Optional<Duration> wait = budgets.take(each.key(), each.budget(), clock.instant());
            if (wait.isPresent()) {
                if (each.ofLogins()) {
                    taken.forEach(before -> budgets.giveBack(before.key(), before.budget()));
                }
                return new Attempt(account, wait, taken);
            }
            taken.add(each);
        }
        return new Attempt(account, Optional.empty(), taken);
    }

    /** One customer of a provider has 2^64 addresses of IPv6: they count as one. */
    private static String network(String address) {
        if (!LITERAL.matcher(address).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK));
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
