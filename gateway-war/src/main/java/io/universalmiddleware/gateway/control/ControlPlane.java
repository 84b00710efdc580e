package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.document.DocumentReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What the resources of the control plane share: who asks, the body, and the way a change takes. */
@ApplicationScoped
public class ControlPlane {
    private static final DocumentReader DOCUMENT = new DocumentReader(1 << 20);
    private static final DocumentReader WHOLE = new DocumentReader(32 << 20);

    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 5;

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private ChangingEntries changing;
    private FindingEntries finding;
    private ControlNode node;
    private Settings settings;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ControlPlane() {}

    @Inject
    ControlPlane(
            ChangingEntries changing, FindingEntries finding, ControlNode node, Settings settings, JsonWebToken token) {
        this.changing = changing;
        this.finding = finding;
        this.node = node;
        this.settings = settings;
        this.token = token;
    }

    ChangingEntries changing() {
        return changing;
    }

    FindingEntries finding() {
        return finding;
    }

    /** Who asks. @throws ProblemException if the token does not say */
    public Administrator caller() {
        return Administrator.of(token, settings.get(OperatorTenant.SETTING));
    }

    /** A body of one entry: at most 1 MiB. */
    ObjectNode document(InputStream body) throws IOException {
        return DOCUMENT.read(body);
    }

    /** A body of one entry, or none: then it reads as an empty object. */
    ObjectNode optional(InputStream body) throws IOException {
        PushbackInputStream bytes = new PushbackInputStream(body);
        int first = bytes.read();
        if (first < 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        bytes.unread(first);
        return document(bytes);
    }

    /** A body of a whole configuration: at most 32 MiB. */
    ObjectNode wholeDocument(InputStream body) throws IOException {
        return WHOLE.read(body);
    }

    /** Does what changes the configuration, and waits a bounded time until this node serves the revision that it made. */
    <T> T serve(Function<Administrator, T> change, ToLongFunction<T> revision) {
        Administrator by = caller();
        T made = oneOfFew(() -> change.apply(by));
        node.awaitServed(revision.applyAsLong(made));
        return made;
    }

    /** Changes wait for each other in the store anyway: those that would wait there, holding a connection each, wait here. */
    private <T> T oneOfFew(Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ProblemException(Problem.of(ProblemType.OVERLOADED, "Too many changes wait."));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE, null));
        }
        try {
            return Stored.call(work);
        } finally {
            places.release();
        }
    }
}
