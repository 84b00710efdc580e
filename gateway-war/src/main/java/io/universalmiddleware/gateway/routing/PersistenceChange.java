package io.universalmiddleware.gateway.routing;

import io.universalmiddleware.gateway.document.Section;
import java.time.Duration;
import java.util.Optional;

/**
 * A persistence change is what an origin's or a route's document says of timeouts, retries and hedging. What it leaves out
 * stays as it is below: a route goes by its origin, an origin by the edge's own settings.
 */
public record PersistenceChange(
        Optional<Duration> connect,
        Optional<Duration> firstByte,
        Optional<Duration> idle,
        Optional<Duration> total,
        Optional<Retries> retries,
        Optional<Duration> hedge) {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Nothing is said. */
    public static final PersistenceChange NONE = new PersistenceChange(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Reads the fields {@code timeouts}, {@code retries} and {@code hedge} of an origin or a route. */
    public static PersistenceChange read(Section in) {
        Optional<Section> timeouts = in.object("timeouts");
        return new PersistenceChange(
                timeouts.flatMap(t -> duration(t, "connect", LEAST, Duration.ofMinutes(1))),
                timeouts.flatMap(t -> duration(t, "firstByte", LEAST, HOUR)),
                timeouts.flatMap(t -> duration(t, "idle", LEAST, DAY)),
                timeouts.flatMap(t -> duration(t, "total", Duration.ZERO, DAY)),
                in.object("retries").map(Retries::read),
                in.object("hedge").flatMap(h -> duration(h, "after", LEAST, HOUR)));
    }

    /** What is below, with this put over it. */
    public Persistence over(Persistence below) {
        if (equals(NONE)) {
            return below;
        }
        Patience patience = below.patience();
        return new Persistence(
                new Patience(
                        connect.orElse(patience.connect()),
                        firstByte.orElse(patience.firstByte()),
                        idle.orElse(patience.idle()),
                        total.orElse(patience.total())),
                retries.orElse(below.retries()),
                hedge.orElse(below.hedge()));
    }

    private static Optional<Duration> duration(Section in, String field, Duration least, Duration most) {
        return in.has(field) ? Optional.of(in.duration(field, least, least, most)) : Optional.empty();
    }
}
