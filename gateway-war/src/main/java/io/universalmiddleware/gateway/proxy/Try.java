package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Attempt;
import io.universalmiddleware.gateway.pool.Fault;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.routing.Patience;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A try is one request on its way to one target, until the head of the answer has come; after that it holds the place. */
final class Try {
    private enum Stage {
        CONNECTING,
        AWAITING,
        ANSWERED,
        OVER
    }

    private final LoopContext loop;
    private final Parcel parcel;
    private final Attempt attempt;
    private final Sending sending;
    private Stage stage = Stage.CONNECTING;
    private @Nullable HttpClientRequest sent;
    private long since;

    Try(LoopContext loop, Parcel parcel, Attempt attempt, Sending sending) {
        this.loop = loop;
        this.parcel = parcel;
        this.attempt = attempt;
        this.sending = sending;
        since = loop.deadlines().now();
    }

    Target target() {
        return attempt.target();
    }

    void begin() {
        loop.clients()
                .request(attempt.target(), parcel.method(), parcel.target(), parcel.upgrades())
                .onSuccess(got -> {
                    got.exceptionHandler(this::upstreamFailed);
                    if (stage == Stage.OVER) {
                        got.reset();
                    } else {
                        send(got);
                    }
                })
                .onFailure(this::connectFailed);
    }

    /** Gives up if it takes too long. */
    void check(long now) {
        Patience patience = parcel.persistence().patience();
        if (stage == Stage.CONNECTING) {
            if (exceeded(patience.connect(), now - since)) {
                failed(Fault.CONNECT, UpstreamFault.UNREACHABLE);
            }
        } else if (stage == Stage.AWAITING) {
            boolean silent = parcel.isComplete()
                    ? exceeded(patience.firstByte(), now - since)
                    : exceeded(patience.idle(), parcel.stalled(now));
            if (silent) {
                failed(Fault.TIMEOUT, UpstreamFault.TOO_SLOW);
            }
        }
    }

    /** Its answer is the one that the client gets. */
    void chosen() {
        attempt.chosen();
    }

    /** Ends it, whatever it is doing. */
    void cancel() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            abort();
            attempt.ended();
        }
    }

    /** Says that its answer goes on for as long as both sides like. */
    void streams() {
        attempt.streams();
    }

    /** Ends it: its answer has been taken as a whole. */
    void end() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            attempt.ended();
        }
    }

    static boolean exceeded(Duration bound, long nanos) {
        return !bound.isZero() && nanos > bound.toNanos();
    }

    private void send(HttpClientRequest to) {
        sent = to;
        stage = Stage.AWAITING;
        since = loop.deadlines().now();
        parcel.address(to);
        if (parcel.upgrades()) {
            to.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
            to.connect().onComplete(got -> answered(got.result(), got.cause()));
            return;
        }
        to.response().onComplete(got -> answered(got.result(), got.cause()));
        to.continueHandler(go -> {
            if (stage == Stage.AWAITING) {
                sending.receiver().goOn();
            }
        });
        to.earlyHintsHandler(hints -> {
            if (stage == Stage.AWAITING) {
                sending.receiver().hints(hints);
            }
        });
        parcel.load(to, () -> since = loop.deadlines().now());
    }

    private void answered(@Nullable HttpClientResponse got, @Nullable Throwable fault) {
        if (stage != Stage.AWAITING) {
            return;
        }
        if (got == null) {
            upstreamFailed(fault == null ? new IllegalStateException("no response and no fault") : fault);
            return;
        }
        int status = got.statusCode();
        boolean upgraded = status == 101 && parcel.upgrades();
        if ((status < 200 && !upgraded) || status > 599 || !Headers.areValid(got.headers())) {
            failed(Fault.INVALID, UpstreamFault.INVALID);
            return;
        }
        stage = Stage.ANSWERED;
        got.exceptionHandler(this::upstreamFailed);
        attempt.answered(status);
        sending.answered(this, got);
    }

    private void connectFailed(Throwable fault) {
        if (stage != Stage.CONNECTING) {
            return;
        }
        if (fault instanceof ConnectionPoolTooBusyException) {
            stage = Stage.OVER;
            attempt.ended();
            sending.failed(this, Fault.INVALID, UpstreamFault.ofConnecting(fault));
        } else {
            loop.clients().insecure(attempt.target(), fault);
            failed(Fault.CONNECT, UpstreamFault.ofConnecting(fault));
        }
    }

    private void upstreamFailed(Throwable fault) {
        if (stage == Stage.ANSWERED) {
            sending.died(fault);
        } else if (stage == Stage.AWAITING) {
            Fault kind = UpstreamFault.isDeath(fault) ? Fault.RESET : Fault.INVALID;
            failed(kind, UpstreamFault.ofAnswering(fault));
        }
    }

    private void failed(Fault fault, Refusal refusal) {
        stage = Stage.OVER;
        abort();
        attempt.failed(fault);
        attempt.ended();
        sending.failed(this, fault, refusal);
    }

    private void abort() {
        if (sent != null) {
            UpstreamClients.abort(sent);
            sent = null;
        }
    }
}
