package io.universalmiddleware.command.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.universalmiddleware.command.catalogue.CommandCatalogue;
import io.universalmiddleware.command.catalogue.CommandDefinition;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.settings.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body, and checks it against the catalogue once its sender is known to be let.
 *
 * <p>Every violation is told at once. Nesting, numbers and names have limits, so that no document costs more than its size.
 */
@Dependent
class SubmissionReader {
    private static final int MAX_NESTING = 64;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_NAME = 500;
    private static final int MAX_ID = 200;
    private static final Set<String> MEMBERS = Set.of("type", "version", "aggregateId", "payload");
    private static final Set<String> TO_COME = Set.of("priority", "notBefore");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER)
                            .maxNameLength(MAX_NAME)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final CommandCatalogue catalogue;
    private final int maxBytes;

    @Inject
    SubmissionReader(CommandCatalogue catalogue, Settings settings) {
        this(catalogue, IntakeSettings.from(settings).maxBodyBytes());
    }

    /** @param maxBytes the largest body that it reads */
    SubmissionReader(CommandCatalogue catalogue, int maxBytes) {
        this.catalogue = catalogue;
        this.maxBytes = maxBytes;
    }

    /** The largest body that it reads, in bytes. */
    int maxBytes() {
        return maxBytes;
    }

    /** The problem of a body that is larger than the largest. */
    Problem tooLarge() {
        return Problem.of(ProblemType.CONTENT_TOO_LARGE, "A command request has at most " + maxBytes + " bytes.");
    }

    /**
     * Reads what type of command it is.
     *
     * @throws ProblemException if it is no command of a known type
     */
    Draft read(byte[] body) {
        if (body.length > maxBytes) {
            throw new ProblemException(tooLarge());
        }
        JsonNode request = parse(body);
        refuse(ProblemType.INVALID_REQUEST, shape(request));
        return new Draft(definition(request), request);
    }

    /** @throws ProblemException if it is not valid */
    Submission check(TenantId tenant, Draft draft) {
        CommandDefinition definition = draft.definition();
        JsonNode request = draft.request();
        JsonNode payload = request.path("payload");
        List<Violation> violations = new ArrayList<>(JsonLimits.check("", request));
        violations.addAll(definition.check(payload));
        String aggregateId = aggregateId(definition, request, payload, violations);
        refuse(ProblemType.INVALID_COMMAND, violations);
        return new Submission(
                definition.name(),
                definition.version(),
                new AggregateRef(tenant, definition.aggregateType(), aggregateId),
                payload.toString(),
                request);
    }

    /**
     * A draft is a command request whose type is known, and nothing else of it checked.
     *
     * @param request the request as a whole
     */
    record Draft(CommandDefinition definition, JsonNode request) {}

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode request = JSON.readTree(body);
            if (request != null && request.isObject()) {
                return request;
            }
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, "The body must be one JSON object."));
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, malformed.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is wrong with the request whatever its command type. */
    private static List<Violation> shape(JsonNode request) {
        List<Violation> violations = new ArrayList<>();
        request.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name) && !TO_COME.contains(name)) {
                violations.add(new Violation("/" + name.replace("~", "~0").replace("/", "~1"), "is not known"));
            }
        });
        if (!request.path("type").isTextual()) {
            violations.add(new Violation("/type", "expected the name of a command type"));
        }
        if (request.has("version") && !request.path("version").isInt()) {
            violations.add(new Violation("/version", "expected a whole number from 1"));
        }
        if (request.has("aggregateId") && !isId(request.path("aggregateId"))) {
            violations.add(new Violation(
                    "/aggregateId", "expected 1 to " + MAX_ID + " characters without control characters"));
        }
        if (!request.has("payload")) {
            violations.add(new Violation("/payload", "is required"));
        }
        return violations;
    }

    private CommandDefinition definition(JsonNode request) {
        String name = request.path("type").textValue();
        NavigableMap<Integer, CommandDefinition> versions = catalogue.versions(name);
        if (versions.isEmpty()) {
            throw problem(ProblemType.UNKNOWN_COMMAND_TYPE, new Violation("/type", "is not known here"));
        }
        if (!request.has("version")) {
            return versions.lastEntry().getValue();
        }
        @Nullable
        CommandDefinition definition = versions.get(request.path("version").intValue());
        if (definition == null) {
            throw problem(
                    ProblemType.UNKNOWN_COMMAND_VERSION,
                    new Violation("/version", "expected one of " + versions.keySet()));
        }
        return definition;
    }

    private static String aggregateId(
            CommandDefinition definition, JsonNode request, JsonNode payload, List<Violation> violations) {
        TO_COME.stream()
                .filter(request::has)
                .sorted()
                .forEach(name -> violations.add(new Violation("/" + name, "is not offered yet")));
        @Nullable String given = request.path("aggregateId").textValue();
        if (definition.aggregateId().isAny()) {
            if (given == null) {
                violations.add(new Violation("/aggregateId", "is required"));
            }
            return given == null ? "" : given;
        }
        String made = definition.aggregateId().fill(payload).orElse("");
        if (!made.isEmpty() && given != null && !given.equals(made)) {
            violations.add(new Violation(
                    "/aggregateId", "expected " + definition.aggregateId().text() + " of the payload, or nothing"));
        } else if (made.length() > MAX_ID || made.chars().anyMatch(Character::isISOControl)) {
            violations.add(new Violation("/payload", "makes an aggregate id that is not valid"));
        }
        return made;
    }

    private static boolean isId(JsonNode node) {
        @Nullable String text = node.textValue();
        return text != null
                && !text.isEmpty()
                && text.length() <= MAX_ID
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static void refuse(ProblemType type, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new ProblemException(Problem.of(type, null, violations));
        }
    }

    private static ProblemException problem(ProblemType type, Violation violation) {
        return new ProblemException(Problem.of(type, null, List.of(violation)));
    }
}
