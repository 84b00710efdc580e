package io.universalmiddleware.gateway.upkeep;

import io.universalmiddleware.contracts.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A heartbeat tells the registry every few seconds where services of this process are, and at its end that they are gone. */
public final class Heartbeat implements AutoCloseable {
    public static final Setting<List<Announced>> ANNOUNCE = new Setting<>(
            "um.registry.announce",
            "service=URL, by comma",
            "",
            true,
            false,
            "Services that this process announces in the platform's registry while it runs, such as"
                    + " shop=http://10.0.0.5:8080.",
            Heartbeat::parse);

    public static final Setting<String> PREFIX =
            Setting.text("um.registry.prefix", "um:registry:", "What the registry's keys in Redis begin with.");

    /** A service of this process, and where it is. */
    public record Announced(String service, URI at) {}

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9.])?");
    private static final Duration EVERY = Duration.ofSeconds(5);
    static final Duration LIFE = Duration.ofSeconds(15);
    private static final int FAREWELL_SECONDS = 2;

    private final RedisRegistry registry;
    private final List<Announced> announced;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "um-registry-heartbeat");
        made.setDaemon(true);
        return made;
    });

    public Heartbeat(RedisRegistry registry, List<Announced> announced) {
        this.registry = registry;
        this.announced = List.copyOf(announced);
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::beat, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        CompletableFuture.allOf(announced.stream()
                        .map(each ->
                                registry.withdraw(each.service(), each.at()).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS)
                .exceptionally(away -> null)
                .join();
    }

    private void beat() {
        for (Announced each : announced) {
            registry.announce(each.service(), each.at(), LIFE).whenComplete((done, fault) -> {
                if (failing.getAndSet(fault != null) != (fault != null)) {
                    LOG.warn("Service {} {} announced", each.service(), fault == null ? "is" : "cannot be", fault);
                }
            });
        }
    }

    private static List<Announced> parse(String text) {
        List<Announced> announced = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                announced.add(one(part.strip()));
            }
        }
        return List.copyOf(announced);
    }

    private static Announced one(String text) {
        int equals = text.indexOf('=');
        String service = equals < 0 ? "" : text.substring(0, equals).strip();
        try {
            URI at = URI.create(text.substring(equals + 1).strip());
            boolean http = "http".equals(at.getScheme()) || "https".equals(at.getScheme());
            if (SERVICE.matcher(service).matches() && http && at.getHost() != null) {
                return new Announced(service, at);
            }
        } catch (IllegalArgumentException notAUri) {
            throw new IllegalArgumentException("expected entries such as shop=http://10.0.0.5:8080", notAUri);
        }
        throw new IllegalArgumentException("expected entries such as shop=http://10.0.0.5:8080");
    }
}
