package io.universalmiddleware.gateway.traffic;

import java.util.ArrayList;
import java.util.List;

/** The tallies of one route, or of what no route of a tenant took, since a window began. */
public final class Tally {
    private static final int MOST_LINES = 48;

    private final String tenant;
    private final String route;
    private final List<Line> lines = new ArrayList<>(1);

    /** The count of the requests with one status that went to one origin. */
    public static final class Line {
        private final String origin;
        private final int status;
        private final Histogram durations = new Histogram();
        private long received;
        private long sent;
        private long micros;

        Line(String origin, int status) {
            this.origin = origin;
            this.status = status;
        }

        /** Empty if none was asked. */
        public String origin() {
            return origin;
        }

        public int status() {
            return status;
        }

        public Histogram durations() {
            return durations;
        }

        public long received() {
            return received;
        }

        public long sent() {
            return sent;
        }

        /** The sum of the durations. */
        public long micros() {
            return micros;
        }
    }

    Tally(String tenant, String route) {
        this.tenant = tenant;
        this.route = route;
    }

    public String tenant() {
        return tenant;
    }

    public String route() {
        return route;
    }

    public List<Line> lines() {
        return lines;
    }

    void count(Passed request) {
        Line line = line(request.origin(), request.status());
        long nanos = request.nanos();
        line.durations.record(nanos);
        line.micros += nanos / 1_000;
        line.received += request.received();
        line.sent += request.sent();
    }

    /** An origin may answer with any status: those beyond the most lines count as the first of their class. */
    private Line line(String origin, int status) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.status == status && line.origin.equals(origin)) {
                return line;
            }
        }
        int first = status / 100 * 100;
        if (lines.size() >= MOST_LINES && status != first) {
            return line(origin, first);
        }
        Line line = new Line(origin, status);
        lines.add(line);
        return line;
    }
}
