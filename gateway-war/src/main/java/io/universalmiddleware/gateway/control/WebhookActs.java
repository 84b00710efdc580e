package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.configuration.Entry;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What administrators do with webhooks that is no change of a document: the audit's row of each, in the caller's transaction. */
@Dependent
class WebhookActs {
    private final FindingEntries finding;
    private final AuditRepository audit;
    private final Clock clock;

    @Inject
    WebhookActs(FindingEntries finding, AuditRepository audit, Clock clock) {
        this.finding = finding;
        this.audit = audit;
        this.clock = clock;
    }

    /** The webhook, which is there and theirs. */
    Entry find(Administrator by, String id) {
        return finding.find(by, Kind.WEBHOOK, id);
    }

    /** Writes down what is done with it. */
    void record(Administrator by, Entry webhook, String action, @Nullable ObjectNode detail) {
        audit.append(new AuditEntry(
                webhook.tenant(),
                clock.instant(),
                by.actor(),
                action,
                Kind.WEBHOOK.plural() + '/' + webhook.id(),
                null,
                null,
                detail == null ? null : detail.toString()));
    }
}
