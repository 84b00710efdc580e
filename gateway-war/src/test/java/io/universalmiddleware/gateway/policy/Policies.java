package io.universalmiddleware.gateway.policy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.persistence.policy.PolicyContent;
import io.universalmiddleware.policy.Decisions;
import io.universalmiddleware.policy.EmbeddedEngine;
import io.universalmiddleware.policy.Input;
import io.universalmiddleware.policy.PolicyData;
import io.universalmiddleware.policy.PolicyEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies for tests. The office's is compiled from {@code src/test/rego/policy}, as {@code policy/compile.sh} says. */
final class Policies {
    static final PolicyEngine PLATFORMS = new EmbeddedEngine(1);

    /** What the platform grants the role user, but for the views; and to the operator's admins what they need. */
    static final String WITHOUT_VIEWS = """
            {"roles":{"user":["submitCommand"],"admin":["readView"]},
             "operators":["activatePolicy","createPolicy","listPolicies","readPolicy","replacePolicy","testPolicy"]}""";

    private Policies() {}

    static byte[] office() {
        try (InputStream module = Objects.requireNonNull(Policies.class.getResourceAsStream("office.wasm"))) {
            return module.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static PolicyContent content(byte @Nullable [] module, @Nullable String grants, String tests) {
        return new PolicyContent("for a test", module == null ? null : "package um.authz", module, grants, tests);
    }

    static Decisions decisions(PolicyEngine engine) {
        return new Decisions(engine, PolicyData.builtIn("operator"), new SimpleMeterRegistry());
    }

    static Input asks(String tenant, String user, String role, String action) {
        return new Input(tenant, user, Set.of(role), Set.of(), action, null);
    }
}
