package io.universalmiddleware.cache.reading;

import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.edge.EdgeAnswer;
import io.universalmiddleware.contracts.edge.EdgeHandler;
import io.universalmiddleware.contracts.edge.EdgeRequest;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The door of the edge reads rows where the edge and the cache role are in one process.
 *
 * <p>It takes paths that are written as they are meant; one with an escape or a parameter goes on to the resource.
 */
@ApplicationScoped
public class EdgeReading implements EdgeHandler {
    private static final String PREFIX = "/api/v1/views/";

    private ReadingViews views;
    private boolean open;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected EdgeReading() {}

    @Inject
    EdgeReading(ReadingViews views, Roles roles) {
        this.views = views;
        this.open = roles.has(Role.CACHE);
    }

    @Override
    public boolean takes(String method, String path) {
        if (!open || !method.equals("GET") || !path.startsWith(PREFIX)) {
            return false;
        }
        int slash = path.indexOf('/', PREFIX.length());
        return slash > PREFIX.length()
                && slash < path.length() - 1
                && path.indexOf('/', slash + 1) < 0
                && path.indexOf('%') < 0
                && path.indexOf(';') < 0;
    }

    @Override
    public String operation() {
        return "readView";
    }

    @Override
    public int maxBodyBytes() {
        return 0;
    }

    @Override
    public CompletionStage<EdgeAnswer> answer(EdgeRequest request) {
        return views.read(call(request)).thenApply(EdgeReading::outward);
    }

    @Override
    public EdgeAnswer tooLarge(EdgeRequest request) {
        return outward(views.unmeantBody(call(request)));
    }

    private static ViewCall call(EdgeRequest request) {
        String path = request.path();
        int slash = path.indexOf('/', PREFIX.length());
        return new ViewCall(
                request.bearer().tenant(),
                path.substring(PREFIX.length(), slash),
                path.substring(slash + 1),
                request.field(ConsistencyToken.HEADER),
                joined(request, "If-None-Match"),
                ViewCall.asksForFresh(joined(request, "Cache-Control")),
                path,
                request.requestId());
    }

    private static @Nullable String joined(EdgeRequest request, String name) {
        String all = String.join(",", request.fields().apply(name));
        return all.isEmpty() ? null : all;
    }

    private static EdgeAnswer outward(ReadReply reply) {
        return new EdgeAnswer(reply.status(), reply.fields(), reply.body());
    }
}
