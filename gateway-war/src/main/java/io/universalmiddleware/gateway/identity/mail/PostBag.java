package io.universalmiddleware.gateway.identity.mail;

import io.universalmiddleware.persistence.identity.MailRepository;
import io.universalmiddleware.persistence.identity.MailRepository.DueMail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The post bag is the mail that waits, each act upon it in a transaction of its own. */
@ApplicationScoped
public class PostBag {
    private MailRepository mails;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    public PostBag() {}

    @Inject
    public PostBag(MailRepository mails) {
        this.mails = mails;
    }

    /** Takes mail that is due, so that no other node does for a while. */
    @Transactional
    public List<DueMail> take(Instant now, Duration awhile, int limit) {
        mails.removeExpired(now);
        return mails.take(now, awhile, limit);
    }

    @Transactional
    public void remove(UUID id) {
        mails.remove(id);
    }

    @Transactional
    public void later(UUID id, Instant due) {
        mails.later(id, due);
    }
}
