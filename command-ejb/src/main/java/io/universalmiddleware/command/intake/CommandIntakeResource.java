package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.command.status.AcceptedCommand;
import io.universalmiddleware.command.status.CommandState;
import io.universalmiddleware.command.status.Links;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.trace.TraceContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Takes commands: 202 once one is committed, or 200 with its result when the client waits and it is done in time. */
@RequestScoped
@Path("/commands")
@RolesAllowed({"user", "admin"})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Commands", description = "Durable commands: accepted once, carried out once.")
public class CommandIntakeResource {
    private static final String REPLAYED = "Idempotency-Replayed";

    private CommandIntake intake;
    private ResultWait results;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandIntakeResource() {}

    @Inject
    public CommandIntakeResource(CommandIntake intake, ResultWait results, JsonWebToken token) {
        this.intake = intake;
        this.results = results;
        this.token = token;
    }

    /** Takes a command. */
    @POST
    @Operation(
            operationId = "submitCommand",
            summary = "Send a command",
            description =
                    "The command is committed before it is answered, and carried out once, in the order of its aggregate."
                            + " With an Idempotency-Key the same request may be sent again: it gets the first answer.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "The command is committed.",
            headers = {
                @Header(
                        name = HttpHeaders.LOCATION,
                        description = "Where its state is told.",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = ConsistencyToken.HEADER,
                        description = "Send it with a read that must show the command's effect.",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = REPLAYED,
                        description = "true if the same request was accepted before.",
                        schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AcceptedCommand.class)))
    @APIResponse(
            responseCode = "200",
            description = "The client would wait, and the command is settled: succeeded, failed or dead.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandState.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request could not be read, or has members that are not known.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "401",
            description = "No valid bearer token.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "403",
            description = "The bearer token names no tenant, or no role that may send.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "A request with this Idempotency-Key is being accepted just now; see Retry-After.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "The body is too large.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "415",
            description = "The body is not JSON.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "The type, its version or the payload is not valid, or the key stands for another request.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "The command could not be committed now; see Retry-After.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CompletionStage<Response> submit(
            @Parameter(
                            name = IdempotencyKey.HEADER,
                            in = ParameterIn.HEADER,
                            description = "The client's name for this request: 1 to 255 visible characters.")
                    @HeaderParam(IdempotencyKey.HEADER)
                    @Nullable
                    String key,
            @Parameter(
                            name = WaitPreference.HEADER,
                            in = ParameterIn.HEADER,
                            description = "wait=N: answer with the result if it is there in N seconds, 30 at most.")
                    @HeaderParam(WaitPreference.HEADER)
                    @Nullable
                    List<String> prefer,
            @Parameter(hidden = true) @HeaderParam("traceparent") @Nullable String traceparent,
            @Parameter(hidden = true) @Context HttpHeaders headers,
            InputStream body)
            throws IOException {
        Caller caller = Caller.of(token);
        Sender sender = new Sender(caller.tenant(), caller.principal(), TraceContext.continuing(traceparent));
        Acceptance acceptance = intake.take(sender, IdempotencyKey.parse(key), read(headers.getLength(), body));
        if (acceptance instanceof Acceptance.InFlight) {
            return inFlight(headers.getHeaderString("X-Request-Id"));
        }
        return answer(acceptance, caller, WaitPreference.parse(prefer == null ? List.of() : prefer));
    }

    private CompletionStage<Response> answer(Acceptance acceptance, Caller caller, Optional<WaitPreference> wait) {
        if (acceptance instanceof Acceptance.Accepted accepted) {
            return committed(accepted.command(), false, caller, wait);
        }
        if (acceptance instanceof Acceptance.Replayed replayed) {
            return committed(replayed.command(), true, caller, wait);
        }
        throw new ProblemException(
                acceptance instanceof Acceptance.KeyReused
                        ? Problem.of(ProblemType.IDEMPOTENCY_KEY_REUSED, null)
                        : Problem.of(ProblemType.UNAVAILABLE, "The command could not be committed now."));
    }

    private static CompletionStage<Response> inFlight(@Nullable String requestId) {
        return done(Response.status(ProblemType.REQUEST_IN_FLIGHT.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, 1)
                .entity(Problem.of(ProblemType.REQUEST_IN_FLIGHT, null).at("/api/v1/commands", requestId)));
    }

    private CompletionStage<Response> committed(
            CommandId command, boolean replayed, Caller caller, Optional<WaitPreference> wait) {
        if (wait.isEmpty()) {
            return done(told(Response.accepted(AcceptedCommand.of(command)), command, replayed));
        }
        WaitPreference preference = wait.get();
        return results.await(caller.tenant(), command, preference.duration())
                .thenApply(result -> told(
                                result.map(Response::ok)
                                        .orElseGet(() -> Response.accepted(AcceptedCommand.of(command))),
                                command,
                                replayed)
                        .header(WaitPreference.APPLIED, preference.applied())
                        .build());
    }

    private static Response.ResponseBuilder told(Response.ResponseBuilder answer, CommandId command, boolean replayed) {
        answer.header(HttpHeaders.LOCATION, URI.create(Links.of(command).self()))
                .header(ConsistencyToken.HEADER, new ConsistencyToken(command).text())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return replayed ? answer.header(REPLAYED, true) : answer;
    }

    private static CompletionStage<Response> done(Response.ResponseBuilder answer) {
        return CompletableFuture.completedFuture(answer.build());
    }

    private byte[] read(int announced, InputStream body) throws IOException {
        int most = intake.maxBodyBytes();
        if (announced <= most) {
            byte[] read = body.readNBytes(most + 1);
            if (read.length <= most) {
                return read;
            }
        }
        throw new ProblemException(
                Problem.of(ProblemType.CONTENT_TOO_LARGE, "A command request has at most " + most + " bytes."));
    }
}
