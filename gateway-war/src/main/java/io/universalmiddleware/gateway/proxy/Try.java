package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.pool.Attempt;
import io.universalmiddleware.gateway.pool.Fault;
import io.universalmiddleware.gateway.pool.Target;
import io.universalmiddleware.gateway.routing.Patience;
import io.universalmiddleware.gateway.upstream.UpstreamAnswer;
import io.universalmiddleware.gateway.upstream.UpstreamCall;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A try is one request on its way to one target, until the head of the answer has come; after that it holds the place. */
final class Try implements UpstreamCall.Caller {
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
    private @Nullable UpstreamCall call;
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
        call = loop.clients().call(attempt.target(), parcel, this);
        call.begin();
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

    @Override
    public void connected() {
        stage = Stage.AWAITING;
        since = loop.deadlines().now();
    }

    @Override
    public void sent() {
        since = loop.deadlines().now();
    }

    @Override
    public void goOn() {
        if (stage == Stage.AWAITING) {
            sending.receiver().goOn();
        }
    }

    @Override
    public void hints(MultiMap hints) {
        if (stage == Stage.AWAITING) {
            sending.receiver().hints(hints);
        }
    }

    @Override
    public void answered(UpstreamAnswer got) {
        if (stage != Stage.AWAITING) {
            return;
        }
        int status = got.status();
        boolean upgraded = status == 101 && parcel.upgrades();
        if ((status < 200 && !upgraded) || status > 599 || !Headers.areValid(got.headers())) {
            failed(Fault.INVALID, UpstreamFault.INVALID);
            return;
        }
        stage = Stage.ANSWERED;
        attempt.answered(status);
        sending.answered(this, got);
    }

    @Override
    public void notConnected(Throwable fault) {
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

    @Override
    public void failed(Throwable fault) {
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
        if (call != null) {
            call.abort();
            call = null;
        }
    }
}
