package io.universalmiddleware.gateway.identity.grant;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.ApplicationGrant;
import io.universalmiddleware.persistence.identity.GrantRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What applications were let in to, as those know it who use it within a transaction of theirs. */
@Dependent
public class Grants {
    private final GrantRepository grants;
    private final Sessions sessions;
    private final Journal journal;
    private final IdentitySettings settings;
    private final Clock clock;

    @Inject
    public Grants(GrantRepository grants, Sessions sessions, Journal journal, IdentitySettings settings, Clock clock) {
        this.grants = grants;
        this.sessions = sessions;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /** A grant that goes on, with the session that gave it. */
    record Live(Proved user, ApplicationGrant grant) {}

    Clock clock() {
        return clock;
    }

    /** Begins a grant of a session's user. */
    void begin(Proved user, ApplicationGrant grant, Instant now) {
        grants.add(grant, now);
        journal.note(
                user.account().tenant(),
                user.account().id(),
                "authorize-application",
                "applications/" + grant.client(),
                "scope " + grant.scopes().stream().sorted().toList());
    }

    /** The grant, if it is the application's. */
    Optional<ApplicationGrant> find(UUID grant, UUID application) {
        return grants.find(grant).filter(found -> found.client().equals(application));
    }

    /**
     * A grant, if it is still there: until the transaction ends neither it nor its session is ended by others. Whoever uses up a code or a refresh
     * token holds the grant before, as does whoever ends it: so none waits for the other crosswise.
     */
    Optional<ApplicationGrant> hold(UUID grant) {
        return grants.hold(grant);
    }

    /** A grant that is held is used, and so is its session; empty if either has ended. */
    Optional<Live> use(ApplicationGrant held) {
        return Optional.of(held)
                .filter(now -> now.endedAt() == null)
                .flatMap(now -> sessions.goOn(now.session()).map(user -> new Live(user, now)));
    }

    /** Ends a grant, whose tokens are refused everywhere within a second. @param by what */
    void end(ApplicationGrant grant, TenantId tenant, String by) {
        Instant now = clock.instant();
        if (grants.end(grant.id(), now, settings.over(now))) {
            journal.note(tenant, grant.client(), "end-application-grant", "applications/" + grant.client(), "by " + by);
        }
    }
}
