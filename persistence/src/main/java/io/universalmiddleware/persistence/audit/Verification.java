package io.universalmiddleware.persistence.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verification walks the whole chain and compares it with the rows. For one thread, once.
 *
 * <p>It reads page by page, each in a transaction of its own: rows and links that it has read do not change, as far as all is right.
 */
public final class Verification {
    private static final int PAGE = 1_000;
    private static final int MOST_FINDINGS = 100;

    /** How far clocks of nodes, and a transaction, may be apart before a row is called backdated. */
    private static final Duration LEEWAY = Duration.ofMinutes(10);

    private final @Nullable ChainHead known;
    private final List<Finding> findings = new ArrayList<>();
    private byte[] before = Link.origin();
    private byte @Nullable [] beforeAsKept;
    private long seq;
    private long links;
    private long retired;
    private long more;
    private boolean knownSeen;
    private Instant sealed = Instant.MIN;
    private Instant batch = Instant.MIN;

    /** @param known a head of the chain that was written down before; null for none */
    public Verification(@Nullable ChainHead known) {
        this.known = known;
        this.knownSeen = known == null || known.seq() == 0;
    }

    /**
     * What a verification found.
     *
     * @param links how many were read
     * @param retired how many of them stand for rows that were let go of
     * @param waiting rows that have no link yet
     * @param findings at most 100
     * @param more how many findings there are besides
     */
    public record Outcome(ChainHead head, long links, long retired, long waiting, List<Finding> findings, long more) {
        /** Whether nothing was found. */
        public boolean intact() {
            return findings.isEmpty();
        }
    }

    /** Reads all of it. @param transactions does work in a transaction of its own */
    public Outcome run(Function<Function<AuditChain, Object>, Object> transactions) {
        List<AuditChain.Kept> page;
        do {
            page = pageAfter(transactions, seq);
            page.forEach(this::check);
        } while (!page.isEmpty());
        if (!knownSeen && known != null) {
            find(Finding.Kind.LINK_REMOVED, null, known.seq(), "the chain ends before the head that was known");
        }
        passedOver(transactions)
                .forEach(id -> find(
                        Finding.Kind.INSERTED, id, null, "has no link, though the sealer has passed its transaction"));
        long waiting = (long) transactions.apply(AuditChain::waiting);
        byte[] last = beforeAsKept == null ? before : beforeAsKept;
        return new Outcome(
                new ChainHead(seq, HexFormat.of().formatHex(last)),
                links,
                retired,
                waiting,
                List.copyOf(findings),
                more);
    }

    @SuppressWarnings("unchecked")
    private static List<AuditChain.Kept> pageAfter(
            Function<Function<AuditChain, Object>, Object> transactions, long seq) {
        return (List<AuditChain.Kept>) transactions.apply(chain -> chain.after(seq, PAGE));
    }

    @SuppressWarnings("unchecked")
    private static List<Long> passedOver(Function<Function<AuditChain, Object>, Object> transactions) {
        return (List<Long>) transactions.apply(chain -> chain.passedOver(MOST_FINDINGS));
    }

    private void check(AuditChain.Kept kept) {
        Link link = kept.link();
        @Nullable AuditEntry entry = kept.entry();
        if (link.seq() == seq) {
            find(Finding.Kind.INSERTED, link.id(), null, "is there twice, at " + (entry == null ? "?" : entry.at()));
            return;
        }
        checkLink(link);
        if (entry == null) {
            retired += kept.retired() ? 1 : 0;
            if (!kept.retired()) {
                find(Finding.Kind.REMOVED, link.id(), link.seq(), "was sealed " + link.sealedAt() + " and is gone");
            }
        } else if (!Arrays.equals(Link.digest(link.id(), entry), link.digest())) {
            find(Finding.Kind.CHANGED, link.id(), link.seq(), "is not what was sealed " + link.sealedAt());
        } else if (entry.at().plus(LEEWAY).isBefore(sealed)) {
            find(
                    Finding.Kind.BACKDATED,
                    link.id(),
                    link.seq(),
                    "says " + entry.at() + ", but was not there when the chain was sealed " + sealed);
        }
    }

    private void checkLink(Link link) {
        links++;
        for (long missing = seq + 1; missing < link.seq(); missing++) {
            find(Finding.Kind.LINK_REMOVED, null, missing, "is gone");
        }
        boolean gap = link.seq() > seq + 1;
        byte[] expected = link.expected(before);
        boolean right = Arrays.equals(expected, link.hash())
                || (beforeAsKept != null && Arrays.equals(link.expected(beforeAsKept), link.hash()));
        if (!right && !gap) {
            find(Finding.Kind.LINK_CHANGED, link.id(), link.seq(), "does not follow from the link before");
        }
        if (known != null && known.seq() == link.seq()) {
            knownSeen = true;
            if (!known.hash().equalsIgnoreCase(link.hashText())) {
                find(Finding.Kind.LINK_CHANGED, link.id(), link.seq(), "is not the head that was known");
            }
        }
        if (link.sealedAt().isAfter(batch)) {
            sealed = batch;
            batch = link.sealedAt();
        }
        before = gap ? link.hash() : expected;
        beforeAsKept = link.hash();
        seq = link.seq();
    }

    private void find(Finding.Kind kind, @Nullable Long row, @Nullable Long place, String detail) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(kind, row, place, detail));
        } else {
            more++;
        }
    }
}
