package io.universalmiddleware.gateway.caching;

import io.universalmiddleware.gateway.caching.rule.ByteRange;
import io.universalmiddleware.gateway.caching.rule.Preconditions;
import io.universalmiddleware.gateway.caching.rule.Storing;
import io.universalmiddleware.gateway.caching.store.Held;
import io.universalmiddleware.gateway.caching.store.StoredResponse;
import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A prepared answer is a stored response made ready once for all requests that it answers: as a whole, as a range, or as 304.
 *
 * @param whole the answer to a plain request; its body is the stored one
 */
record Prepared(StoredResponse response, FieldList fields, Answer whole) {

    static Prepared of(Held held) {
        return of(((Held.Stored) held).response());
    }

    static Prepared of(StoredResponse response) {
        FieldList fields = forClients(response.fields());
        return new Prepared(response, fields, Answer.of(response.status(), fields, response.body()));
    }

    /** The fields that clients are told. */
    static FieldList forClients(Fields fields) {
        return FieldList.only(fields, name -> !Storing.isForTheCache(name));
    }

    /** The answer to a request. */
    Answer to(Fields request, boolean head) {
        if (response.status() != 200 || !(isConditional(request) || request.has("Range"))) {
            return whole;
        }
        if (isConditional(request) && Preconditions.isNotModified(request, fields)) {
            return Answer.of(304, Preconditions.notModified(fields));
        }
        int length = response.body().length;
        @Nullable ByteRange range = head ? null : ByteRange.of(request, fields, length);
        if (range == null) {
            return whole;
        }
        FieldList of = FieldList.copyOf(fields);
        of.set("Content-Range", range.contentRange(length));
        return range.isSatisfiable()
                ? Answer.of(206, of, response.body(), range.from(), range.to())
                : Answer.of(416, of);
    }

    /** Whether a client asks whether it has the answer already. */
    static boolean isConditional(Fields request) {
        return request.has("If-None-Match") || request.has("If-Modified-Since");
    }
}
