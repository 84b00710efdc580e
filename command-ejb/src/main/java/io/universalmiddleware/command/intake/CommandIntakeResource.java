package io.universalmiddleware.command.intake;

import io.universalmiddleware.command.caller.Caller;
import io.universalmiddleware.command.status.AcceptedCommand;
import io.universalmiddleware.command.status.CommandState;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.trace.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
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
import java.util.List;
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

/** The door of the application server takes commands: 202 once one is committed, or 200 with its result when the client waits and it is done in time. */
@ApplicationScoped
@Path("/commands")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Commands", description = "Durable commands: accepted once, carried out once.")
public class CommandIntakeResource {
    private CommandIntake intake;
    private JsonWebToken token;
    private IntakeThreads answering;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected CommandIntakeResource() {}

    @Inject
    public CommandIntakeResource(CommandIntake intake, JsonWebToken token, IntakeThreads answering) {
        this.intake = intake;
        this.token = token;
        this.answering = answering;
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
                        name = CommandAnswers.REPLAYED,
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
            description = "The request could not be read, or has members that are not known.")
    @APIResponse(responseCode = "403", description = "The caller may not send commands, or none of this type.")
    @APIResponse(
            responseCode = "409",
            description = "A request with this Idempotency-Key is being accepted just now; see Retry-After.")
    @APIResponse(responseCode = "413", description = "The body is too large.")
    @APIResponse(responseCode = "415", description = "The body is not JSON.")
    @APIResponse(
            responseCode = "422",
            description = "The type, its version or the payload is not valid, or the key stands for another request.")
    @APIResponse(
            responseCode = "503",
            description = "Too many commands wait, or the database is away; see Retry-After.")
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
        Sender sender = new Sender(Caller.of(token), TraceContext.continuing(traceparent));
        String requestId = headers.getHeaderString("X-Request-Id");
        int most = intake.maxBodyBytes();
        if (headers.getLength() > most) {
            return CompletableFuture.completedFuture(response(intake.tooLarge(requestId)));
        }
        byte[] read = body.readNBytes(most + 1);
        return intake.submit(
                        new CommandCall(sender, requestId, key, prefer == null ? List.of() : prefer, read), answering)
                .thenApplyAsync(CommandIntakeResource::response, answering);
    }

    private static Response response(CommandAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        answer.fields().forEach(response::header);
        return response.build();
    }
}
