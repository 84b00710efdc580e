package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads dead letters. An operator sees those of their tenants alone. */
@ApplicationScoped
public class ReadingLetters {
    private DeadLetterRepository letters;
    private ParkedKeyRepository keys;
    private AuditRepository audit;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ReadingLetters() {}

    @Inject
    ReadingLetters(DeadLetterRepository letters, ParkedKeyRepository keys, AuditRepository audit) {
        this.letters = letters;
        this.keys = keys;
        this.audit = audit;
    }

    /** A page of at most {@code query.limit()} letters. */
    @Transactional
    public LetterPage list(LetterQuery query) {
        int limit = query.limit();
        List<DeadLetter> found = letters.list(new LetterQuery(
                query.tenants(), query.state(), query.group(), query.type(), query.before(), limit + 1));
        Page<DeadLetter> page = Page.of(found, limit);
        return new LetterPage(
                page.told(LetterSummary::of), page.next(letter -> letter.id().toString()));
    }

    @Transactional
    public GroupList groups(LetterQuery query) {
        return GroupList.of(letters.groups(query));
    }

    /** The letter, if the operator may see it. */
    @Transactional
    public Optional<LetterDetail> find(Operator operator, UUID id) {
        return letters.find(id).filter(letter -> isOf(operator, letter)).map(this::detail);
    }

    static boolean isOf(Operator operator, DeadLetter letter) {
        return operator.tenants()
                .contains(
                        letter.message().tenant() == null
                                ? ""
                                : letter.message().tenant().value());
    }

    private LetterDetail detail(DeadLetter letter) {
        boolean waits = letter.closedAt() == null;
        return LetterDetail.of(
                letter,
                waits
                        ? keys.waiting(
                                letter.message().consumer(), letter.message().key())
                        : 0,
                audit.of(Parking.subject(letter.id())));
    }
}
