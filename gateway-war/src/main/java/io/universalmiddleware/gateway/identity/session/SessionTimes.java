package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** When sessions end, and the tokens of those that have. */
@Dependent
public class SessionTimes {
    private final IdentitySettings settings;
    private final Clock clock;

    @Inject
    public SessionTimes(IdentitySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** When a session that begins now ends in any case. */
    Instant end(Instant now) {
        return now.plus(settings.life());
    }

    /** When a session that is used now ends unless it is used again. */
    Instant idle(Instant now, Instant end) {
        Instant idle = now.plus(settings.idle());
        return idle.isBefore(end) ? idle : end;
    }

    /** When no access token that was issued until now can be about any more. */
    Instant over(Instant now) {
        return settings.over(now);
    }
}
