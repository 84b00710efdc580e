package io.universalmiddleware.gateway.filter;

import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import java.util.concurrent.Flow;

/**
 * An answer is what a filter gives a client in the origin's place.
 *
 * <p>The edge frames it, and leaves the body away where HTTP has none: for HEAD, 204, 304.
 *
 * @param status 200 to 599
 * @param fields not changed while the answer is written; fields of one hop and {@code Content-Length} are not taken from it
 */
public record Answer(int status, Fields fields, Body body) {

    /** The body of an answer. */
    public sealed interface Body {

        /**
         * All of it.
         *
         * @param bytes not copied and never changed: one array may be the body of many answers
         * @param from where the body begins in it
         * @param to where it ends, exclusive
         */
        record Whole(byte[] bytes, int from, int to) implements Body {}

        /**
         * A body that comes in pieces, as fast as the client takes them.
         *
         * <p>An error ends the client's connection if the head is out, else it is answered 502. A client that goes cancels.
         *
         * @param length bytes; negative if nobody knows
         */
        record Stream(long length, Flow.Publisher<byte[]> pieces) implements Body {}
    }

    private static final Body NONE = new Body.Whole(new byte[0], 0, 0);

    public static Answer of(int status, Fields fields, byte[] body) {
        return new Answer(status, fields, new Body.Whole(body, 0, body.length));
    }

    /** A part of an array, as the body of a range is. */
    public static Answer of(int status, Fields fields, byte[] body, int from, int to) {
        return new Answer(status, fields, new Body.Whole(body, from, to));
    }

    /** Without a body. */
    public static Answer of(int status, Fields fields) {
        return new Answer(status, fields, NONE);
    }

    /** Without fields and a body. */
    public static Answer of(int status) {
        return new Answer(status, new FieldList(), NONE);
    }

    /** @param length bytes; negative if nobody knows */
    public static Answer stream(int status, Fields fields, long length, Flow.Publisher<byte[]> pieces) {
        return new Answer(status, fields, new Body.Stream(length, pieces));
    }
}
