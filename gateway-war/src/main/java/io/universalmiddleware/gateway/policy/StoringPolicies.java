package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.persistence.audit.AuditEntry;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.policy.ListedVersion;
import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyActivationRepository;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import io.universalmiddleware.persistence.policy.PolicyVersionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions in PostgreSQL. Every method is a transaction of its own; what it changes and the audit's row commit together or not at all. */
@ApplicationScoped
public class StoringPolicies {
    /** What version 0 holds. */
    static final PolicyContent PLATFORMS = new PolicyContent(null, null, null, null, "[]");

    private static final int MOST_DRAFTS = 50;

    private PolicyVersionRepository versions;
    private PolicyActivationRepository activations;
    private AuditRepository audit;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoringPolicies() {}

    @Inject
    StoringPolicies(
            PolicyVersionRepository versions,
            PolicyActivationRepository activations,
            AuditRepository audit,
            Clock clock) {
        this.versions = versions;
        this.activations = activations;
        this.audit = audit;
        this.clock = clock;
    }

    /** A version, and the one that is active. @param active 0 for the one that comes with the platform */
    public record Kept(PolicyVersion policy, long active) {}

    /** Keeps a draft. @throws ProblemException 409 if there are too many */
    @Transactional
    public Kept create(Administrator by, PolicyContent content) {
        versions.lock();
        if (versions.drafts() >= MOST_DRAFTS) {
            throw conflict("There are " + MOST_DRAFTS + " drafts already.");
        }
        long version = versions.insert(content, by.actor(), now());
        audited(by, "create-policy", version, content.note(), null, json(Summary.of(content)));
        return find(version);
    }

    /** Puts another writing in the place of a draft's. @throws ProblemException 404, 409 for what was active once, 412 */
    @Transactional
    public Kept replace(Administrator by, long version, PolicyContent content, @Nullable String ifMatch) {
        PolicyVersion before = draft(version, ifMatch);
        versions.update(version, content, by.actor(), now());
        audited(
                by,
                "replace-policy",
                version,
                content.note(),
                json(Summary.of(before.content())),
                json(Summary.of(content)));
        return find(version);
    }

    /** Lets go of a draft. @throws ProblemException 404, 409 for what was active once, 412 */
    @Transactional
    public boolean delete(Administrator by, long version, @Nullable String ifMatch) {
        PolicyVersion before = draft(version, ifMatch);
        versions.delete(version);
        audited(by, "delete-policy", version, null, json(Summary.of(before.content())), null);
        return true;
    }

    /** @throws ProblemException 404 */
    @Transactional
    public Kept find(long version) {
        PolicyVersion found = versions.find(version).orElseThrow(() -> noPolicy(version));
        return new Kept(found, active());
    }

    /** What a version holds; of 0 nothing, as it comes with the platform. @throws ProblemException 404 */
    @Transactional
    public PolicyContent content(long version) {
        return version == 0
                ? PLATFORMS
                : versions.find(version).orElseThrow(() -> noPolicy(version)).content();
    }

    /** The versions before one, last first; at most so many. */
    @Transactional
    public List<ListedVersion> before(long version, int limit) {
        return versions.before(version, limit);
    }

    /**
     * Makes a version the active one.
     *
     * @param version 0 for the policy that comes with the platform
     * @param edition which writing of it; 0 for the policy that comes with the platform
     * @param replaces the version that is active, as whoever asks believes
     * @throws ProblemException 404; 409 if it is active; 412 if another one is than they believe, or it was written anew
     */
    @Transactional
    public PolicyActivation activate(
            Administrator by, long version, long edition, long replaces, @Nullable String note) {
        versions.lock();
        Optional<PolicyActivation> last = activations.last();
        long active = last.map(PolicyActivation::version).orElse(0L);
        if (active != replaces) {
            throw changed("Version " + active + " is active, not " + replaces + '.');
        }
        if (active == version) {
            throw conflict("Version " + version + " is active.");
        }
        if (version != 0
                && versions.find(version)
                                .orElseThrow(() -> noPolicy(version))
                                .written()
                                .edition()
                        != edition) {
            throw changed("Version " + version + " was written anew.");
        }
        PolicyActivation next = new PolicyActivation(
                last.map(PolicyActivation::number).orElse(0L) + 1, version, now(), by.actor(), note);
        activations.append(next);
        audited(by, "activate-policy", version, note, "{\"active\":" + active + '}', "{\"active\":" + version + '}');
        return next;
    }

    /** The activation that holds; empty as long as there was none. */
    @Transactional
    public Optional<PolicyActivation> last() {
        return activations.last();
    }

    /** The activations before one, last first; at most so many. */
    @Transactional
    public List<PolicyActivation> activations(long number, int limit) {
        return activations.before(number, limit);
    }

    static ProblemException noPolicy(long version) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no version " + version + '.'));
    }

    private PolicyVersion draft(long version, @Nullable String ifMatch) {
        versions.lock();
        PolicyVersion found = versions.find(version).orElseThrow(() -> noPolicy(version));
        if (!found.isDraft()) {
            throw conflict("Version " + version + " was active: it stays as it is. Make another.");
        }
        Precondition.check(ifMatch, found.written().edition());
        return found;
    }

    /** The version that is active; 0 is the policy that comes with the platform. */
    @Transactional
    public long active() {
        return activations.last().map(PolicyActivation::version).orElse(0L);
    }

    private void audited(
            Administrator by,
            String action,
            long version,
            @Nullable String note,
            @Nullable String before,
            @Nullable String after) {
        audit.append(new AuditEntry("", now(), by.actor(), action, "policies/" + version, note, before, after));
    }

    private static String json(Summary summary) {
        return summary.json().toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(ProblemType.CONFLICT, detail));
    }

    private static ProblemException changed(String detail) {
        return new ProblemException(Problem.of(ProblemType.PRECONDITION_FAILED, detail));
    }
}
