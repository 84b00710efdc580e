package io.universalmiddleware.processor.deadletters;

import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.processor.ProcessorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows an administrator the tenant's dead letters and takes decisions about each; another tenant's letter is not found. */
@ApplicationScoped
@Path("/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters", description = "Messages that were given up, and what waits behind them.")
public class DeadLetterResource {
    private ReadingLetters reading;
    private DecidingLetters deciding;
    private ProcessorSettings settings;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected DeadLetterResource() {}

    @Inject
    public DeadLetterResource(
            ReadingLetters reading, DecidingLetters deciding, ProcessorSettings settings, JsonWebToken token) {
        this.reading = reading;
        this.deciding = deciding;
        this.settings = settings;
        this.token = token;
    }

    /** A page of letters, newest first: 200. */
    @GET
    @Operation(operationId = "listDeadLetters", summary = "List dead letters, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterPage.class)))
    public LetterPage list(
            @Parameter(description = "Only those in this state: open, retrying, resolved or discarded.")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Only those of this group.") @QueryParam("group") @Nullable String group,
            @Parameter(description = "Only those of this type.", example = "gopro.EnrolLearner")
                    @QueryParam("type")
                    @Nullable
                    String type,
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        return reading.list(new LetterQuery(
                operator().tenants(),
                state(state),
                group,
                type,
                PageParameters.cursor(cursor, DeadLetterResource::uuid),
                PageParameters.limit(limit)));
    }

    /** The groups of letters: 200. */
    @GET
    @Path("/groups")
    @Operation(
            operationId = "listDeadLetterGroups",
            summary = "List groups of dead letters",
            description = "A group is the same exception from the same method of application code.")
    @APIResponse(
            responseCode = "200",
            description = "The groups, last failed first.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupList.class)))
    public GroupList groups(
            @Parameter(description = "Only letters in this state; by default those that are open.")
                    @QueryParam("state")
                    @DefaultValue("open")
                    String state,
            @Parameter(description = "Only letters of this type.") @QueryParam("type") @Nullable String type) {
        return reading.groups(
                new LetterQuery(operator().tenants(), state(state), null, type, null, PageParameters.MAX_LIMIT));
    }

    /** A letter with its cause, payload and history: 200, or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "getDeadLetter", summary = "Read a dead letter: cause, payload, headers, history")
    @APIResponse(
            responseCode = "200",
            description = "The dead letter.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterDetail.class)))
    @APIResponse(responseCode = "404", description = "The tenant has no such dead letter.")
    public LetterDetail get(@Parameter(description = "The letter's id, a UUID.") @PathParam("id") String id) {
        return uuid(id).flatMap(letter -> reading.find(operator(), letter)).orElseThrow(() -> Refusals.notFound(id));
    }

    /** Has a letter tried again, as it stands or edited: 202, or 404, 409, 422. */
    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Try a dead letter again",
            description = "Then what waits behind it, in order. Doing it again changes nothing.")
    @RequestBody(
            description = "May be left out.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetryRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "It will be tried.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterDetail.class)))
    @APIResponse(responseCode = "404", description = "The tenant has no such dead letter.")
    @APIResponse(
            responseCode = "409",
            description = "It is in a state in which this cannot be decided, or somebody else is deciding just now.")
    @APIResponse(
            responseCode = "422",
            description = "The payload does not fit its command type; the violations name each path.")
    public Response retry(
            @Parameter(description = "The letter's id, a UUID.") @PathParam("id") String id,
            @Nullable RetryRequest request) {
        RetryRequest how = request == null ? new RetryRequest(null, null) : request;
        Reason.check(how.reason());
        return Response.accepted(decided(id, uuid(id).map(letter -> deciding.retry(operator(), letter, how))))
                .build();
    }

    /** Gives a letter up: 200, or 404, 409. */
    @POST
    @Path("/{id}/discard")
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Give a dead letter up",
            description = "What waits behind it goes on without it. Doing it again changes nothing.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DiscardRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is discarded.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LetterDetail.class)))
    @APIResponse(responseCode = "404", description = "The tenant has no such dead letter.")
    @APIResponse(
            responseCode = "409",
            description = "It is in a state in which this cannot be decided, or somebody else is deciding just now.")
    public LetterDetail discard(
            @Parameter(description = "The letter's id, a UUID.") @PathParam("id") String id,
            @Nullable DiscardRequest request) {
        String reason = Reason.required(request == null ? null : request.reason());
        return decided(id, uuid(id).map(letter -> deciding.discard(operator(), letter, reason)));
    }

    private Operator operator() {
        return Operator.of(token, settings);
    }

    private static LetterDetail decided(String id, Optional<Decision> decision) {
        Decision made = decision.orElseGet(Decision.Unknown::new);
        if (made instanceof Decision.Stands stands) {
            return stands.letter();
        }
        if (made instanceof Decision.Conflict conflict) {
            throw new ProblemException(Problem.of(ProblemType.CONFLICT, conflict.why()));
        }
        if (made instanceof Decision.InvalidPayload invalid) {
            throw new ProblemException(Problem.of(ProblemType.INVALID_COMMAND, null, invalid.violations()));
        }
        throw Refusals.notFound(id);
    }

    private static @Nullable LetterState state(@Nullable String wire) {
        return wire == null
                ? null
                : LetterState.ofWire(wire)
                        .orElseThrow(() -> Refusals.invalid("state", "expected open, retrying, resolved or discarded"));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
