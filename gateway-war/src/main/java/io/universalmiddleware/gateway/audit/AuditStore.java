package io.universalmiddleware.gateway.audit;

import io.universalmiddleware.persistence.audit.AuditChain;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditQuery;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.audit.AuditRow;
import io.universalmiddleware.persistence.audit.ChainHead;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** The audit in PostgreSQL; every method is a transaction of its own. */
@ApplicationScoped
public class AuditStore {
    private AuditRepository audit;
    private AuditChain chain;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AuditStore() {}

    @Inject
    AuditStore(AuditRepository audit, AuditChain chain, Clock clock) {
        this.audit = audit;
        this.chain = chain;
        this.clock = clock;
    }

    /** All of them or none. */
    @Transactional
    public void append(List<AuditEntry> entries) {
        audit.appendAll(entries);
    }

    @Transactional
    public List<AuditRow> list(AuditQuery query) {
        return audit.list(query);
    }

    /** As {@link AuditChain#seal}. */
    @Transactional
    public OptionalInt seal(int most) {
        return chain.seal(clock.instant(), most);
    }

    @Transactional
    public ChainHead head() {
        return chain.head();
    }

    /** As {@link AuditChain#prepare}. */
    @Transactional
    public void prepare() {
        chain.prepare(clock.instant());
    }

    /** As {@link AuditChain#retire}. */
    @Transactional
    public List<LocalDate> retire(int keepMonths) {
        return chain.retire(clock.instant(), keepMonths);
    }

    /** A part of a verification's work. */
    @Transactional
    public Object inspect(Function<AuditChain, Object> work) {
        return work.apply(chain);
    }
}
