package io.universalmiddleware.gateway.limiting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A loop on which everything comes when a test says so: turns, ticks, and what Redis does and answers. */
final class TestLoop implements Loop {
    final List<Decision> decided = new ArrayList<>();
    final LoopLimits limits;
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final Deque<List<Check>> sent = new ArrayDeque<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();

    TestLoop(BooleanSupplier shared) {
        limits = new LoopLimits(this, sent::add, shared);
    }

    @Override
    public void execute(Runnable task) {
        turns.add(task);
    }

    @Override
    public void after(long millis, Runnable task) {
        later.add(task);
    }

    void request(LimitSet set, String address) {
        String[] keys = set.keys(new Requester(address, "", "", name -> null));
        Decision lent = limits.lent(set, keys);
        if (lent == null) {
            limits.ask(set, keys, decided::add);
        } else {
            decided.add(lent);
        }
    }

    void tick() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    boolean isTicking() {
        return !later.isEmpty();
    }

    /** Ends the turn; what it sent reaches Redis. */
    List<Check> reach(ScriptModel redis, long now) {
        turns.forEach(Runnable::run);
        turns.clear();
        List<Check> reached = new ArrayList<>();
        for (List<Check> batch : sent) {
            Iterator<Answer> told = redis.decide(batch, now).iterator();
            batch.stream().filter(check -> !check.givesBack()).forEach(check -> {
                Answer answer = told.next();
                answers.add(() -> check.then().accept(answer));
            });
            reached.addAll(batch);
        }
        sent.clear();
        return reached;
    }

    /** What Redis has answered comes in. */
    void hear() {
        answers.forEach(Runnable::run);
        answers.clear();
    }

    long passed() {
        return decided.stream().filter(Decision::passes).count();
    }
}
