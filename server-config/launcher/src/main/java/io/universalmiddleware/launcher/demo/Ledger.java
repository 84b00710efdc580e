package io.universalmiddleware.launcher.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What the platform acknowledged in this run; all of it must be found in every store. Safe for many threads. */
final class Ledger {
    private final Set<UUID> commands = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> completed = new ConcurrentHashMap<>();

    /** @param enrolment {@code {learner}:{course}} */
    void enrolled(String enrolment, UUID command) {
        commands.add(command);
        completed.put(enrolment, ConcurrentHashMap.newKeySet());
    }

    void completed(String enrolment, String lesson, UUID command) {
        commands.add(command);
        completed
                .computeIfAbsent(enrolment, key -> ConcurrentHashMap.newKeySet())
                .add(lesson);
    }

    List<UUID> commands() {
        return new ArrayList<>(commands);
    }

    List<String> enrolments() {
        return completed.keySet().stream().sorted().toList();
    }

    Set<String> lessons(String enrolment) {
        return new HashSet<>(completed.getOrDefault(enrolment, Set.of()));
    }

    int lessons() {
        return completed.values().stream().mapToInt(Set::size).sum();
    }
}
