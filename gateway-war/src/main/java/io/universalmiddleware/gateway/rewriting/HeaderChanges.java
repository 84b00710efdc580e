package io.universalmiddleware.gateway.rewriting;

import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.http.Fields;

/** Header changes are what a route changes of the fields that pass it ({@code "headers"} of a route). */
public final class HeaderChanges {
    private final FieldChanges request;
    private final FieldChanges response;

    private HeaderChanges(FieldChanges request, FieldChanges response) {
        this.request = request;
        this.response = response;
    }

    /** Reads {@code request} and {@code response}, each with {@code set}, {@code add} and {@code remove}. */
    public static HeaderChanges read(Section in) {
        HeaderChanges read = new HeaderChanges(
                in.object("request")
                        .map(section -> FieldChanges.read(section, ProtectedFields::mayChangeInRequest))
                        .orElse(FieldChanges.NONE),
                in.object("response")
                        .map(section -> FieldChanges.read(section, ProtectedFields::mayChangeInResponse))
                        .orElse(FieldChanges.NONE));
        return read;
    }

    /** Changes what goes to the origin. */
    public void request(Fields fields, Variables variables) {
        request.apply(fields, variables);
    }

    /** Changes what goes to the client. */
    public void response(Fields fields, Variables variables) {
        response.apply(fields, variables);
    }

    /** Whether answers are left alone. */
    public boolean leavesAnswers() {
        return response.isNone();
    }
}
