package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.gateway.rounds.Rounds;
import io.universalmiddleware.persistence.identity.MailRepository.DueMail;
import jakarta.mail.MessagingException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over the mail that is due, all nodes together, until it is stopped.
 *
 * <p>At least once: a node that ends between the server's word and its own commit sends again. What the server does not take is tried
 * again after 5 s, then twice as long each time, an hour at most.
 */
public final class DeliveringMail implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveringMail.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration AWHILE = Duration.ofMinutes(2);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int AT_ONCE = 10;

    private final PostBag bag;
    private final Sealing sealing;
    private final Smtp smtp;
    private final Clock clock;
    private final Rounds rounds = new Rounds();
    private boolean troubled;

    public DeliveringMail(PostBag bag, Sealing sealing, URI server, MailSettings settings, Clock clock) {
        this.bag = bag;
        this.sealing = sealing;
        this.smtp = new Smtp(server, settings, clock);
        this.clock = clock;
    }

    @Override
    public void run() {
        rounds.goOn(PAUSE, this::deliver);
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        rounds.stop();
    }

    /** Hands over what is due: how much the server took. */
    public int deliver() {
        try {
            int handed = 0;
            List<DueMail> due = bag.take(clock.instant(), AWHILE, AT_ONCE);
            for (DueMail mail : due) {
                handed += !rounds.isStopped() && deliver(mail) ? 1 : 0;
            }
            return handed;
        } catch (RuntimeException away) {
            trouble("Mail cannot be read now", away);
            return 0;
        }
    }

    private boolean deliver(DueMail due) {
        Optional<Mail> mail =
                sealing.open(Posting.PURPOSE, due.id().toString(), due.sealed()).map(Mail::of);
        if (mail.isEmpty()) {
            LOG.warn("Mail {} was sealed with another um.identity.key: it is dropped", due.id());
            bag.remove(due.id());
            return false;
        }
        try {
            smtp.send(mail.get());
            bag.remove(due.id());
            troubled = false;
            return true;
        } catch (MessagingException | RuntimeException refused) {
            trouble("Mail " + due.id() + " was not taken", refused);
            bag.later(due.id(), clock.instant().plus(pause(due.attempts())));
            return false;
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(attempts, 16));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    /** Once for each time of trouble, without the addresses that a server may quote. */
    private void trouble(String what, Exception fault) {
        if (!troubled) {
            LOG.warn("{}: {}", what, fault.getClass().getName());
        }
        troubled = true;
    }
}
