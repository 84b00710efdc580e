package io.universalmiddleware.gateway.webhook.sending;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.webhook.SecretBox;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.WebhookConfig;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.gateway.webhook.sending.Deliveries.Returned;
import io.universalmiddleware.gateway.webhook.sending.Deliveries.Settled;
import io.universalmiddleware.persistence.webhook.TakeRequest;
import io.universalmiddleware.persistence.webhook.TakenDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher of a node takes deliveries that are due, has them sent, and settles them, on one thread that never waits for an endpoint.
 *
 * <p>An endpoint has a bounded number of attempts under way, one if it fails; all that fail share half of the places. So neither a slow nor
 * a dead endpoint delays the others.
 */
final class Dispatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** A node that has not settled by then is taken for dead. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);

    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
    private static final int MOST_SECRETS = 5;

    /** As many as are taken at once. */
    private static final int MOST_TAKEN = 64;

    /** Nothing more is taken while so many characters of bodies are under way. */
    private static final long MOST_CHARACTERS = 32_000_000;

    private final Deliveries deliveries;
    private final Sender sender;
    private final SecretBox box;
    private final WebhookSettings settings;
    private final Judging judging;
    private final Clock clock;
    private final Counter delivered;
    private final Counter failed;
    private final Counter disabled;
    private final Timer attempts;

    private final Pace pace = new Pace();
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final List<Settled> toSettle = new ArrayList<>();
    private final Map<UUID, Integer> underWay = new HashMap<>();
    private long characters;
    private volatile int healthy;
    private volatile int failing;
    private volatile boolean stopping;
    private boolean away;

    Dispatcher(
            Deliveries deliveries,
            Sender sender,
            SecretBox box,
            WebhookSettings settings,
            Judging judging,
            Clock clock,
            MeterRegistry meters) {
        this.deliveries = deliveries;
        this.sender = sender;
        this.box = box;
        this.settings = settings;
        this.judging = judging;
        this.clock = clock;
        delivered = attempts("delivered", meters);
        failed = attempts("failed", meters);
        disabled = Counter.builder("um.webhook.endpoints.disabled")
                .description("Endpoints that the platform gave up")
                .register(meters);
        attempts = Timer.builder("um.webhook.attempt")
                .description("How long attempts took")
                .publishPercentileHistogram()
                .register(meters);
        Gauge.builder("um.webhook.in.flight", () -> healthy + failing)
                .description("Attempts under way")
                .register(meters);
    }

    @Override
    public void run() {
        while (!stopping || healthy + failing > 0 || !toSettle.isEmpty()) {
            try {
                settle();
                boolean more = !stopping && take();
                await(more ? Duration.ZERO : settings.poll());
                away = false;
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error fault) { // the work is still there
                rest(fault);
            }
        }
    }

    /** Says that something may be due. */
    void signal() {
        news.add(News.NOTHING);
    }

    /** Takes nothing any more; {@link #run} returns when what is under way is settled. */
    void stop() {
        stopping = true;
        signal();
    }

    private void rest(Throwable fault) {
        if (!away) {
            LOG.warn("Webhooks cannot be taken or settled now; tried again", fault);
        }
        away = true;
        try {
            await(PAUSE_AFTER_FAULT);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    private void await(Duration atMost) throws InterruptedException {
        @Nullable News first = news.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        List<News> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        news.drainTo(all);
        for (News each : all) {
            if (each.settled() != null) {
                toSettle.add(each.settled());
                left(each.settled(), each);
            }
        }
    }

    private void settle() {
        if (!toSettle.isEmpty()) {
            deliveries.settle(List.copyOf(toSettle), clock.instant()).forEach(gone -> {
                disabled.increment();
                LOG.warn("Webhook {} is disabled: {}", gone.endpoint(), gone.reason());
            });
            toSettle.clear();
        }
    }

    /** @return whether there may be more at once */
    private boolean take() {
        int room = Math.min(MOST_TAKEN, settings.inFlight() - healthy - failing);
        if (room <= 0 || characters >= MOST_CHARACTERS) {
            return false;
        }
        Instant now = clock.instant();
        List<TakenDelivery> taken = deliveries.take(new TakeRequest(
                now,
                now.plus(settings.timeout()).plus(SETTLED_WITHIN),
                settings.each(),
                underWay,
                room,
                Math.max(0, Math.min(room, settings.inFlight() / 2 - failing))));
        List<Returned> returned = new ArrayList<>();
        for (TakenDelivery each : taken) {
            Violations violations = new Violations();
            WebhookConfig to = WebhookConfig.read(Section.of(each.document(), violations));
            Duration wait = pace.ask(each.endpoint(), to.perSecond(), now);
            if (wait.isZero()) {
                send(each, to, now);
            } else {
                returned.add(new Returned(each.id(), each.claim(), now.plus(wait)));
            }
        }
        if (!returned.isEmpty()) {
            deliveries.putBack(returned);
        }
        pace.forget(now);
        return taken.size() > returned.size();
    }

    private void send(TakenDelivery taken, WebhookConfig to, Instant now) {
        entered(taken);
        try {
            attempt(taken, to, now);
        } catch (RuntimeException fault) { // else its place would be lost
            LOG.error("Delivery {} of webhook {} cannot be sent", taken.id(), taken.endpoint(), fault);
            ended(taken, Answer.failed("it cannot be sent: " + fault.getClass().getSimpleName()), now, Duration.ZERO);
        }
    }

    private void attempt(TakenDelivery taken, WebhookConfig to, Instant now) {
        List<SigningSecret> secrets = taken.secrets().stream()
                .limit(MOST_SECRETS)
                .flatMap(kept -> box.open(kept, taken.endpoint()).stream())
                .toList();
        if (secrets.isEmpty()) {
            LOG.error(
                    "No signing secret of webhook {} can be opened: see {}",
                    taken.endpoint(),
                    WebhookSettings.SECRET_KEYS.key());
            ended(taken, Answer.failed("its signing secret cannot be opened"), now, Duration.ZERO);
            return;
        }
        long began = System.nanoTime();
        var unused = sender.send(SignedRequest.of(to, taken.message().toString(), taken.body(), secrets, now))
                .thenAccept(answer -> ended(taken, answer, now, Duration.ofNanos(System.nanoTime() - began)));
    }

    /** On any thread. */
    private void ended(TakenDelivery taken, Answer answer, Instant began, Duration took) {
        (answer.isDelivered() ? delivered : failed).increment();
        attempts.record(took);
        news.add(new News(
                judging.settle(taken, answer, began, took),
                taken.failing(),
                taken.body().length()));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by others
    private void entered(TakenDelivery taken) {
        underWay.merge(taken.endpoint(), 1, Integer::sum);
        characters += taken.body().length();
        if (taken.failing()) {
            failing++;
        } else {
            healthy++;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by others
    private void left(Settled settled, News news) {
        underWay.computeIfPresent(settled.endpoint(), (id, count) -> count > 1 ? count - 1 : null);
        characters -= news.characters();
        if (news.failing()) {
            failing--;
        } else {
            healthy--;
        }
    }

    private static Counter attempts(String outcome, MeterRegistry meters) {
        return Counter.builder("um.webhook.attempts")
                .description("Attempts to tell endpoints, by what came of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** What the thread is woken with: an attempt that ended, or nothing. */
    private record News(@Nullable Settled settled, boolean failing, int characters) {
        static final News NOTHING = new News(null, false, 0);
    }
}
