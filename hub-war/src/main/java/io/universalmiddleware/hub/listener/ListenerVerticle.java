package io.universalmiddleware.hub.listener;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.IntConsumer;

/** One event loop's share of the listener. */
final class ListenerVerticle extends AbstractVerticle {
    private final String host;
    private final int port;
    private final HttpServerOptions options;
    private final Requests requests;
    private final IntConsumer listening;

    ListenerVerticle(String host, int port, HttpServerOptions options, Requests requests, IntConsumer listening) {
        this.host = host;
        this.port = port;
        this.options = options;
        this.requests = requests;
        this.listening = listening;
    }

    @Override
    public void start(Promise<Void> started) {
        HttpServer server = vertx.createHttpServer(options);
        LoopTasks tasks = new LoopTasks(task -> context.runOnContext(now -> task.run()));
        server.requestHandler(request -> requests.handle(request, context, tasks));
        server.listen(port, host)
                .onSuccess(ready -> listening.accept(ready.actualPort()))
                .<Void>mapEmpty()
                .onComplete(started);
    }
}
