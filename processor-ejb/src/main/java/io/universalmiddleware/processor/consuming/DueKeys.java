package io.universalmiddleware.processor.consuming;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.contracts.keyed.KeyedExecutor;
import io.universalmiddleware.contracts.keyed.Task;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository.Standing;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.processor.handling.CommandTasks;
import io.universalmiddleware.processor.handling.HandlingCommand;
import io.universalmiddleware.processor.handling.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for parked keys that an operator has decided about, and has them worked off among the other commands: at once where the
 * decision was made on this node, else within two seconds.
 *
 * <p>Every node looks; whichever comes first works on a key, and the others let it.
 */
final class DueKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DueKeys.class);
    private static final int PERIOD_MILLIS = 2_000;
    private static final int AT_ONCE = 200;
    private static final int LOOKS_A_COUNT = 3;

    private final KeyedExecutor<Task> executor;
    private final CommandTasks tasks;
    private final Transactions transactions;
    private final Clock clock;
    private final Set<ParkedKey> underWay = ConcurrentHashMap.newKeySet();
    private volatile Standing standing = new Standing(0, 0, 0);
    private volatile boolean stopping;
    private int looks;

    DueKeys(KeyedExecutor<Task> executor, CommandTasks tasks, Transactions transactions, Clock clock) {
        this.executor = executor;
        this.tasks = tasks;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Begins to look, on a thread that may block. */
    void start(ScheduledExecutorService thread, MeterRegistry meters) {
        gauge(meters, "um.dead.letters.open", "Dead letters that wait for an operator or a retry", Standing::letters);
        gauge(meters, "um.parked.keys", "Keys whose messages wait behind a dead letter", Standing::keys);
        gauge(meters, "um.parked.messages", "Messages that wait behind a dead letter", Standing::messages);
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks soon, beside the usual. */
    void wake(Executor thread) {
        if (!stopping) {
            thread.execute(this::look);
        }
    }

    /** Looks no more; what is being worked off is let go of after the message at hand. */
    void stop() {
        stopping = true;
    }

    void look() {
        if (stopping) {
            return;
        }
        try {
            if (looks++ % LOOKS_A_COUNT == 0) {
                standing = transactions.call(stores -> stores.parking().standing());
            }
            List<ParkedKey> due =
                    transactions.call(stores -> stores.parking().due(List.of(HandlingCommand.CONSUMER), AT_ONCE));
            for (ParkedKey key : due) {
                if (underWay.add(key)) {
                    executor.submit(key.key(), tasks.working(key, clock, () -> stopping))
                            .whenComplete((done, failed) -> underWay.remove(key));
                }
            }
        } catch (RuntimeException away) { // or there would be no further look
            LOG.debug("Parked keys could not be looked for", away);
        }
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<Standing> value) {
        Gauge.builder(name, this, keys -> value.applyAsDouble(keys.standing))
                .description(description)
                .register(meters);
    }
}
