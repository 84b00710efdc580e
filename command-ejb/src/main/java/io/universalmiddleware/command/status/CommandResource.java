package io.universalmiddleware.command.status;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.persistence.command.CommandQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells the state and the life of those of the tenant's commands that the caller may see; no other command is found. */
@ApplicationScoped
@Path("/commands")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Commands", description = "Durable commands: accepted once, carried out once.")
public class CommandResource {
    private static final String GET = "getCommand";
    private static final String TIMELINE = "getCommandTimeline";
    private static final String LIST = "listCommands";

    private ReadingCommands reading;
    private CommandReach reach;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandResource() {}

    @Inject
    public CommandResource(ReadingCommands reading, CommandReach reach, JsonWebToken token) {
        this.reading = reading;
        this.reach = reach;
        this.token = token;
    }

    /** A command's state: 200, or 404. */
    @GET
    @Path("/{id}")
    @Operation(operationId = GET, summary = "Read a command's state")
    @APIResponse(
            responseCode = "200",
            description = "The command.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandState.class)))
    @APIResponse(responseCode = "404", description = "There is no such command that the caller may see.")
    public CommandState get(@Parameter(description = "The command's id, a UUID.") @PathParam("id") String id) {
        return visible(id, GET);
    }

    /** A command's life: 200, or 404. */
    @GET
    @Path("/{id}/timeline")
    @Operation(
            operationId = TIMELINE,
            summary = "Read a command's life",
            description = "Every step from acceptance to the pushes that followed, with its time and trace.")
    @APIResponse(
            responseCode = "200",
            description = "The steps, oldest first.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandTimeline.class)))
    @APIResponse(responseCode = "404", description = "There is no such command that the caller may see.")
    public CommandTimeline timeline(@Parameter(description = "The command's id, a UUID.") @PathParam("id") String id) {
        return reading.timeline(
                        Caller.of(token).tenant(),
                        new CommandId(visible(id, TIMELINE).id()))
                .orElseThrow(notFound(id));
    }

    /** A page of commands, newest first: 200. */
    @GET
    @Operation(operationId = LIST, summary = "List the commands that the caller may see, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandPage.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not valid.")
    public CommandPage list(
            @Parameter(description = "Only those of this status.") @QueryParam("status") @Nullable String status,
            @Parameter(description = "Only those of this type.", example = "gopro.EnrolLearner")
                    @QueryParam("type")
                    @Nullable
                    String type,
            @Parameter(description = "Only those for this aggregate.") @QueryParam("aggregateId") @Nullable
                    String aggregateId,
            @Parameter(description = "At most so many, 1 to 200.") @QueryParam("limit") @DefaultValue("50")
                    String limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor") @Nullable
                    String cursor) {
        Caller caller = Caller.of(token);
        return reading.list(new CommandQuery(
                caller.tenant(),
                reach.listed(caller, LIST).orElse(null),
                status == null ? null : status(status),
                type,
                aggregateId,
                PageParameters.cursor(cursor, CommandId::parse),
                PageParameters.limit(limit)));
    }

    private CommandState visible(String id, String operation) {
        Caller caller = Caller.of(token);
        return reading.find(caller.tenant(), commandId(id))
                .filter(command -> reach.includes(caller, operation, command))
                .orElseThrow(notFound(id));
    }

    private static CommandId commandId(String id) {
        return CommandId.parse(id).orElseThrow(notFound(id));
    }

    private static CommandStatus status(String wire) {
        for (CommandStatus status : CommandStatus.values()) {
            if (status.wire().equals(wire)) {
                return status;
            }
        }
        throw invalid("status", "expected accepted, processing, succeeded, failed or dead");
    }

    private static ProblemException invalid(String parameter, String expected) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, null, List.of(new Violation(parameter, expected))));
    }

    private static Supplier<ProblemException> notFound(String id) {
        return () -> new ProblemException(Problem.of(
                ProblemType.NOT_FOUND, "There is no command '" + (id.length() > 36 ? id.substring(0, 36) : id) + "'."));
    }
}
