package io.universalmiddleware.runtime.log;

import io.universalmiddleware.contracts.audit.Act;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells and changes the log levels of the process that answers, for administrators; each change is logged. */
@ApplicationScoped
@Path("/log-levels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Log levels", description = "What the process that answers writes to its log.")
public class LogLevelResource {
    private static final Logger LOG = LoggerFactory.getLogger(LogLevelResource.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$.-]{1,200}");

    private LiveLogLevels live;
    private Event<Act> acts;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LogLevelResource() {}

    @Inject
    public LogLevelResource(LiveLogLevels live, Event<Act> acts, JsonWebToken token) {
        this.live = live;
        this.acts = acts;
        this.token = token;
    }

    /** The levels that were changed: 200. */
    @GET
    @Operation(operationId = "listLogLevels", summary = "List the log levels that were changed")
    @APIResponse(
            responseCode = "200",
            description = "The changed levels, by logger.",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = LogLevel.class)))
    public List<LogLevel> list() {
        return live.levels().changed();
    }

    /** A logger's level: 200. */
    @GET
    @Path("/{logger}")
    @Operation(operationId = "readLogLevel", summary = "Read a logger's level")
    @APIResponse(
            responseCode = "200",
            description = "The level in force.",
            content = @Content(schema = @Schema(implementation = LogLevel.class)))
    public LogLevel get(@Parameter(description = "Its name, or root.") @PathParam("logger") String logger) {
        return live.levels().of(checked(logger));
    }

    /** Changes a logger's level at once: 200. */
    @PUT
    @Path("/{logger}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeLogLevel",
            summary = "Change a logger's level",
            description =
                    "At once, without a restart, for it and the loggers below it that have no level of their own.")
    @APIResponse(
            responseCode = "200",
            description = "The level now in force.",
            content = @Content(schema = @Schema(implementation = LogLevel.class)))
    public LogLevel change(
            @Parameter(description = "Its name, or root.") @PathParam("logger") String logger, LogLevelChange change) {
        String name = checked(logger);
        if (change == null) {
            throw new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, "The body must be one JSON object."));
        }
        LogLevelChange.Valid valid = change.validated();
        audit("change-log-level", name, "{\"level\":\"" + valid.level() + "\"}");
        LogLevel now = live.levels().set(name, valid.level(), valid.lasting());
        LOG.info("The log level of {} is {}{}", name, now.level(), now.until() == null ? "" : " until " + now.until());
        return now;
    }

    /** Makes a logger's level what it was at the start: 204, or 404 if it was not changed. */
    @DELETE
    @Path("/{logger}")
    @Operation(operationId = "resetLogLevel", summary = "Make a logger's level what it was")
    @APIResponse(responseCode = "204", description = "It is what it was.")
    @APIResponse(responseCode = "404", description = "It was not changed.")
    public void reset(@Parameter(description = "Its name, or root.") @PathParam("logger") String logger) {
        String name = checked(logger);
        audit("reset-log-level", name, null);
        if (!live.levels().reset(name)) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_FOUND, "The level of '" + name + "' was not changed."));
        }
        LOG.info("The log level of {} is what it was", name);
    }

    private void audit(String action, String logger, @Nullable String detail) {
        String tenant = token.getClaim("tenant");
        acts.fire(new Act(tenant, tenant + '/' + token.getSubject(), action, "log-level/" + logger, detail));
    }

    private static String checked(String logger) {
        if (!NAME.matcher(logger).matches()) {
            throw new ProblemException(Problem.of(
                    ProblemType.INVALID_REQUEST,
                    null,
                    List.of(new Violation("logger", "expected 1 to 200 letters, digits, _ $ . -"))));
        }
        return logger;
    }
}
