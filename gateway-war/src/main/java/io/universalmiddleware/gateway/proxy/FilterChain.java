package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Answer;
import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.Filter;
import io.universalmiddleware.gateway.filter.Gate;
import io.universalmiddleware.gateway.filter.ResponseHead;
import io.universalmiddleware.gateway.http.Refusal;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A filter chain leads one call through the filters of its route, and its answer back.
 *
 * <p>Filters that pass at once are gone through in a loop; one that takes its time goes on from wherever it is, on the
 * call's event loop. Nothing is allocated for a filter.
 */
final class FilterChain implements Gate {

    /** Whom a chain tells how it ended. */
    interface Ending {
        /** Every filter has let it pass. */
        void passed();

        void answered(Answer answer);

        void refused(Refusal refusal);

        /** A filter failed. */
        void failed(RuntimeException fault);

        /** A filter wants the whole body before it goes on. */
        void read(int most, Consumer<byte[]> then);
    }

    private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

    private final Call call;
    private final List<Filter> filters;
    private final EventLoop loop;
    private final Ending ending;
    private int next;
    private boolean asking;
    private boolean open;
    private boolean over;

    FilterChain(Call call, List<Filter> filters, EventLoop loop, Ending ending) {
        this.call = call;
        this.filters = filters;
        this.loop = loop;
        this.ending = ending;
    }

    Call call() {
        return call;
    }

    /** Leads the call through, as far as it goes at once. */
    void begin() {
        open = true;
        run();
    }

    /** Lets no filter go on any more. */
    void end() {
        over = true;
    }

    /** Leads the head of an answer back through the filters to which the call came. */
    void lead(ResponseHead head) {
        for (int i = next - 1; i >= 0; i--) {
            filters.get(i).response(call, head);
        }
    }

    @Override
    public void pass() {
        if (!loop.isHere()) {
            loop.execute(this::pass);
        } else if (mayDecide()) {
            open = true;
            if (!asking) {
                run();
            }
        }
    }

    @Override
    public void answer(Answer answer) {
        if (!loop.isHere()) {
            loop.execute(() -> answer(answer));
        } else if (mayDecide()) {
            over = true;
            ending.answered(answer);
        } else {
            PublishedStream.discard(answer);
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        if (!loop.isHere()) {
            loop.execute(() -> refuse(refusal));
        } else if (mayDecide()) {
            over = true;
            ending.refused(refusal);
        }
    }

    @Override
    public void body(int most, Consumer<byte[]> then) {
        if (!loop.isHere()) {
            loop.execute(() -> body(most, then));
        } else if (mayDecide()) {
            ending.read(most, read -> {
                if (!over) {
                    goOn(then, read);
                }
            });
        }
    }

    private void goOn(Consumer<byte[]> then, byte[] read) {
        try {
            then.accept(read);
        } catch (RuntimeException fault) {
            fail(fault);
        }
    }

    private void run() {
        asking = true;
        while (open && !over && next < filters.size()) {
            open = false;
            Filter filter = filters.get(next++);
            try {
                filter.request(call, this);
            } catch (RuntimeException fault) {
                fail(fault);
            }
        }
        asking = false;
        if (open && !over) {
            over = true;
            ending.passed();
        }
    }

    private void fail(RuntimeException fault) {
        if (!over) {
            over = true;
            ending.failed(fault);
        }
    }

    private boolean mayDecide() {
        if (open && !over) {
            LOG.error("A filter of route {} of {} used its gate twice", call.route(), call.tenant());
        }
        return !open && !over;
    }
}
