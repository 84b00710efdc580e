package io.universalmiddleware.bench.identity;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.policy.Decision;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the edge asks of a request to one of the platform's own resources: whom its token names, and whether they may. With the platform's
 * own verifier, policy and data; each method has one of the two to be made anew, or neither.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AccessBenchmark {
    /** So many that none is remembered when its turn comes again: 256 texts are. */
    static final int NEW_TOKENS = 4_096;

    private static final String OPERATION = "readView";
    private static final int REMEMBERED = 10_000;
    private static final int INSTANCES = 2;

    private final VerifiedTokens tokens;
    private final VerifiedTokens forgetful;
    private final Decisions decisions;
    private final List<String> fresh;
    private final String known;
    private final Identity caller;
    private int tokenNumber;
    private long userNumber;

    public AccessBenchmark() {
        Clock clock = Clock.systemUTC();
        SignedTokens signed = new SignedTokens();
        fresh = signed.sign(NEW_TOKENS);
        known = fresh.get(0);
        tokens = new VerifiedTokens(signed.verifier(clock), clock, REMEMBERED);
        forgetful = new VerifiedTokens(signed.verifier(clock), clock, 1);
        caller = tokens.identify(known).orElseThrow();
        EmbeddedEngine engine = new EmbeddedEngine(INSTANCES);
        engine.warmUp();
        decisions = new Decisions(engine, PolicyData.builtIn("operator"), new SimpleMeterRegistry());
    }

    /** A token and a question that were there before. */
    @Benchmark
    public Decision known() {
        return decide(tokens.identify(known).orElseThrow());
    }

    /** A token that is not remembered: its signature is verified. The question was asked before. */
    @Benchmark
    public Decision newToken() {
        tokenNumber = (tokenNumber + 1) % NEW_TOKENS;
        if (forgetful.identify(fresh.get(tokenNumber)).isEmpty()) {
            throw new IllegalStateException("a token is not valid");
        }
        return decide(caller);
    }

    /** A question that was not asked before: the policy is evaluated. */
    @Benchmark
    public Decision newQuestion() {
        Identity who = tokens.identify(known).orElseThrow();
        return decide(who, who.user() + userNumber++);
    }

    /** The question alone, asked before. */
    @Benchmark
    public Decision knownQuestion() {
        return decide(caller);
    }

    private Decision decide(Identity who) {
        return decide(who, who.user());
    }

    private Decision decide(Identity who, String user) {
        return decisions
                .now(new Input(who.tenant().value(), user, who.roles(), who.scopes(), OPERATION, null))
                .orElseThrow();
    }
}
