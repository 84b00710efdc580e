package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.BodyStage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Consumer;

/** The stages through which one answer's body goes on its way to the client. */
final class BodyStages {
    private final List<BodyStage> stages;
    private final boolean waits;
    private final HttpServerResponse response;
    private final Consumer<Throwable> broken;
    private final Buffer whole = Buffer.buffer(0);
    private boolean over;

    /** @param waits whether everything is held until the end, and then sent with its length */
    BodyStages(List<BodyStage> stages, boolean waits, HttpServerResponse response, Consumer<Throwable> broken) {
        this.stages = stages;
        this.waits = waits;
        this.response = response;
        this.broken = broken;
    }

    boolean waits() {
        return waits;
    }

    /** Whether it went well; if not, it has been told. */
    boolean pass(Buffer bytes) {
        return guarded(() -> into(0, bytes.getBytes()));
    }

    /** Ends the body and the response with it. Whether that went well; if not, it has been told. */
    boolean end() {
        return guarded(() -> {
            for (int i = 0; i < stages.size(); i++) {
                int next = i + 1;
                stages.get(i).end(piece -> into(next, piece));
            }
            if (waits) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(whole.length()));
                response.setChunked(false);
                response.end(whole);
            } else {
                response.end();
            }
            close();
        });
    }

    /** Frees what the stages hold. */
    void close() {
        if (!over) {
            over = true;
            stages.forEach(BodyStage::close);
        }
    }

    private void into(int stage, byte[] piece) {
        if (stage < stages.size()) {
            stages.get(stage).bytes(piece, next -> into(stage + 1, next));
        } else if (waits) {
            whole.appendBytes(piece);
        } else if (piece.length > 0) {
            response.write(ResponseBody.wrap(piece, 0, piece.length));
        }
    }

    private boolean guarded(Runnable work) {
        if (over) {
            return false;
        }
        try {
            work.run();
            return true;
        } catch (RuntimeException fault) {
            close();
            broken.accept(fault);
            return false;
        }
    }
}
