package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.gateway.rounds.Rounds;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.Decisions.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recording keeps a sample of what this process is asked: every ten seconds, of each action some inputs drawn at random, and no more than
 * a bounded number in all. What cannot be kept is lost; no decision waits for it.
 */
final class RecordingQuestions implements Runnable {
    static final int OF_EACH_ACTION = 20;
    static final int AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(RecordingQuestions.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int FORGET_EVERY = 60;

    private final Decisions decisions;
    private final StoringQuestions store;
    private final Random random;
    private final Rounds rounds = new Rounds();
    private int round;

    RecordingQuestions(Decisions decisions, StoringQuestions store, Random random) {
        this.decisions = decisions;
        this.store = store;
        this.random = random;
    }

    @Override
    public void run() {
        rounds.goOn(PAUSE, this::round);
    }

    /** Ends {@link #run} soon. */
    void stop() {
        rounds.stop();
    }

    private void round() {
        try {
            List<RecordedQuestion> drawn = drawn(decisions.drain(), random);
            if (!drawn.isEmpty()) {
                store.add(drawn);
            }
            if (round++ % FORGET_EVERY == 0) {
                store.forget();
            }
        } catch (RuntimeException away) {
            LOG.debug("What the policy was asked is not recorded", away);
        }
    }

    static List<RecordedQuestion> drawn(List<Asked> asked, Random random) {
        List<Asked> shuffled = new ArrayList<>(asked);
        Collections.shuffle(shuffled, random);
        Map<String, List<Asked>> byAction = shuffled.stream()
                .collect(Collectors.groupingBy(one -> one.input().action()));
        List<RecordedQuestion> drawn = new ArrayList<>();
        for (int place = 0; place < OF_EACH_ACTION; place++) {
            for (List<Asked> of : byAction.values()) {
                if (place < of.size() && drawn.size() < AT_ONCE) {
                    Asked one = of.get(place);
                    drawn.add(new RecordedQuestion(one.input().json().toString(), one.times()));
                }
            }
        }
        return drawn;
    }
}
