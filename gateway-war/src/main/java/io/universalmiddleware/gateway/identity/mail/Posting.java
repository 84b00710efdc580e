package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.MailRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Posts mail: it is sent if and once the caller's transaction has committed, by any node, and at least once unless it expires before. */
@Dependent
public class Posting {
    static final String PURPOSE = "mail";

    private final MailRepository mails;
    private final Sealing sealing;
    private final Clock clock;

    @Inject
    public Posting(MailRepository mails, Sealing sealing, Clock clock) {
        this.mails = mails;
        this.sealing = sealing;
        this.clock = clock;
    }

    /** @param useful for how long it is of any use */
    public void post(Mail mail, Duration useful) {
        UUID id = Uuid7.next(clock);
        Instant now = clock.instant();
        mails.add(id, sealing.seal(PURPOSE, id.toString(), mail.bytes()), now, now.plus(useful));
    }
}
