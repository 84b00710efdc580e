package io.universalmiddleware.bench.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** A profile says where the platform's threads were when Java Flight Recorder looked at them. */
final class Profile {
    private static final int SHOWN = 12;
    private static final String OURS = "io.universalmiddleware.";

    private final Map<String, Integer> methods = new HashMap<>();
    private final Map<String, Integer> ours = new HashMap<>();
    private final Map<String, Integer> threads = new HashMap<>();
    private int samples;

    private Profile() {}

    static Profile of(Path recording) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                boolean sample = event.getEventType().getName().equals("jdk.ExecutionSample")
                        || event.getEventType().getName().equals("jdk.NativeMethodSample");
                if (sample && event.getStackTrace() != null) {
                    profile.add(event);
                }
            }
        }
        return profile;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("profile of " + samples + " samples: by thread, by top frame, by our innermost frame");
        for (Map<String, Integer> part : List.of(threads, methods, ours)) {
            part.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                    .limit(SHOWN)
                    .forEach(entry -> lines.add("  %4.1f %% %s"
                            .formatted(100.0 * entry.getValue() / samples, entry.getKey())
                            .replace("%", "%%")));
            lines.add("");
        }
        return lines;
    }

    private void add(RecordedEvent event) {
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        if (frames.isEmpty() || waits(frames.get(0))) {
            return;
        }
        samples++;
        RecordedThread thread = event.getThread("sampledThread");
        String name = thread == null ? "?" : String.valueOf(thread.getJavaName());
        threads.merge(name.replaceAll("[0-9]+", "N"), 1, Integer::sum);
        methods.merge(shown(frames.get(0)), 1, Integer::sum);
        frames.stream()
                .map(Profile::shown)
                .filter(frame -> frame.startsWith(OURS))
                .findFirst()
                .ifPresent(frame -> ours.merge(frame, 1, Integer::sum));
    }

    /** Native frames in which a thread only waits for something to do. */
    private static boolean waits(RecordedFrame top) {
        String method = top.getMethod().getName();
        return method.contains("epollWait") || method.contains("accept") || method.equals("wait0");
    }

    private static String shown(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }
}
