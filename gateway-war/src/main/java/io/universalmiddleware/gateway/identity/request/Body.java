package io.universalmiddleware.gateway.identity.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.document.DocumentReader;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Reads the bodies of requests: one JSON object of at most 16 KiB, of which every field is known. */
public final class Body {
    private static final DocumentReader DOCUMENT = new DocumentReader(16_384);

    private Body() {}

    /**
     * What a body says.
     *
     * @throws ProblemException 400 naming every field that is missing, unknown or not valid, and no value
     */
    public static <T> T read(InputStream body, Function<Section, T> reader) throws IOException {
        Violations violations = new Violations();
        Section section = Section.of(document(body), violations);
        T read = reader.apply(section);
        section.end();
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, null, violations.list()));
        }
        return read;
    }

    /** What a parser says of text that is no JSON may quote it, and it may be a secret. */
    private static ObjectNode document(InputStream body) throws IOException {
        try {
            return DOCUMENT.read(body);
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            throw problem.type().equals(ProblemType.MALFORMED_REQUEST.uri())
                    ? new ProblemException(
                            Problem.of(ProblemType.MALFORMED_REQUEST, "The body must be one JSON object."))
                    : refused;
        }
    }
}
