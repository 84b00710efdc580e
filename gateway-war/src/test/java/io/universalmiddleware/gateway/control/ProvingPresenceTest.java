package io.universalmiddleware.gateway.control;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What lets callers in or gives them rights is changed by those alone who are present, before anything else is looked at. */
class ProvingPresenceTest {
    private final ProvingPresence absent = new ProvingPresence(
            token -> {
                throw new ProblemException(Problem.of(ProblemType.INSUFFICIENT_AUTHENTICATION, null));
            },
            new StandInToken("acme", "admin"));
    private final ControlPlane control = new ControlPlane() {};

    @Test
    void isAskedOfWhoeverChangesARoleAKeyOrAProvider() {
        ApiKeyResource keys = new ApiKeyResource(control, new KeyUses(), absent);
        RoleResource roles = new RoleResource(control, absent);
        ProviderResource providers = new ProviderResource(control, absent);

        assertRefused(() -> keys.create(body()));
        assertRefused(() -> keys.replace("x", null, null, body()));
        assertRefused(() -> keys.patch("x", null, body()));
        assertRefused(() -> keys.rotate("x", null, body()));
        assertRefused(() -> keys.delete("x", null));
        assertRefused(() -> roles.create(body()));
        assertRefused(() -> roles.patch("x", null, body()));
        assertRefused(() -> roles.delete("x", null));
        assertRefused(() -> providers.create(body()));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .matches(refused -> refused.problem().status() == 401);
    }

    private static ByteArrayInputStream body() {
        return new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
    }
}
