package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.policy.QuestionRepository;
import io.universalmiddleware.persistence.policy.RecordedQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The questions that the policy was asked, in PostgreSQL: at most {@value #MOST}, those asked last. Every method is a transaction of its own. */
@ApplicationScoped
public class StoringQuestions {
    static final int MOST = 20_000;

    private QuestionRepository questions;
    private Settings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoringQuestions() {}

    @Inject
    StoringQuestions(QuestionRepository questions, Settings settings, Clock clock) {
        this.questions = questions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds how often each was asked; nothing if none are to be kept. */
    @Transactional
    public void add(List<RecordedQuestion> asked) {
        if (!settings.get(VersionSettings.KEEP).isZero()) {
            questions.add(asked, clock.instant());
        }
    }

    /** All that are kept, those asked last first. */
    @Transactional
    public List<RecordedQuestion> latest() {
        return questions.latest(MOST);
    }

    /** Lets go of what is too old or too much. */
    @Transactional
    public void forget() {
        Duration keep = settings.get(VersionSettings.KEEP);
        questions.forget(clock.instant().minus(keep), MOST);
    }
}
