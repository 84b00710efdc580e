package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A response head is the head of an answer on its way to the client, and what its body will pass through. */
public final class ResponseHead {

    /** Whose answer it is. */
    public enum Source {
        /** An origin's. */
        ORIGIN,
        /** A filter's. */
        FILTER,
        /** The edge's own: a refusal. */
        EDGE
    }

    private final Source source;
    private final Fields fields;
    private final boolean hasBody;
    private int status;
    private boolean waits;
    private List<BodyStage> stages = List.of();

    /** @param hasBody whether a body may follow */
    public ResponseHead(Source source, int status, Fields fields, boolean hasBody) {
        this.source = source;
        this.status = status;
        this.fields = fields;
        this.hasBody = hasBody;
    }

    public Source source() {
        return source;
    }

    public int status() {
        return status;
    }

    /** @throws IllegalArgumentException unless it is 200 to 599, and has a body or has none as the one before */
    public void status(int other) {
        if (other < 200 || other > 599 || isBodyless(other) != isBodyless(status)) {
            throw new IllegalArgumentException("not a status that " + status + " can become: " + other);
        }
        status = other;
    }

    /** What the client is told: as it came, without the fields of one hop. {@code Content-Length} is here to be read. */
    public Fields fields() {
        return fields;
    }

    /** Whether a body may follow: not after HEAD, 204 and 304. */
    public boolean hasBody() {
        return hasBody;
    }

    /**
     * Leads the body through a stage, behind those that are there. Its length is not known beforehand any more; what else
     * the fields say of the body (coding, validators, ranges, digests) the caller sets right.
     */
    public void through(BodyStage stage) {
        if (stages.isEmpty()) {
            stages = new ArrayList<>(2);
            fields.remove("Content-Length");
        }
        stages.add(stage);
    }

    /**
     * Has the whole body read into memory and changed, and only then the head sent. A larger body, or one that cannot be
     * changed, is answered 502: better none than one that was to be changed.
     *
     * @param most bytes
     * @param change gives another array, or the same
     */
    public void whole(int most, UnaryOperator<byte[]> change) {
        waits = true;
        through(new WholeBody(most, change));
    }

    /** What the body passes through, in this order. */
    public List<BodyStage> stages() {
        return stages;
    }

    /** Whether the head has to wait until the body has come as a whole. */
    public boolean waits() {
        return waits;
    }

    private static boolean isBodyless(int status) {
        return status == 204 || status == 304;
    }
}
