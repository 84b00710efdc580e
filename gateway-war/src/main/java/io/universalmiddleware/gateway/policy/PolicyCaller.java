package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.contracts.authorization.Scopes;
import io.universalmiddleware.contracts.paging.PageParameters;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.ControlPlane;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.policy.Input;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who asks for a version of the policy: those alone who manage every tenant, whatever the policy itself says. */
@ApplicationScoped
public class PolicyCaller {
    private ControlPlane control;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected PolicyCaller() {}

    @Inject
    public PolicyCaller(ControlPlane control, SteppingUp steppingUp, JsonWebToken token) {
        this.control = control;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** @throws ProblemException 403 for everybody else */
    Administrator operator() {
        Administrator by = control.caller();
        if (!by.ofAll()) {
            throw new ProblemException(
                    Problem.of(ProblemType.FORBIDDEN, "The policy is of all tenants, and for their operator."));
        }
        return by;
    }

    /** @throws ProblemException 401 if they have a second factor and have not shown it lately; 403 for everybody else */
    Administrator steppedUp() {
        Administrator by = operator();
        steppingUp.require(token);
        return by;
    }

    /** What the policy is asked about them. */
    Input asking(String action) {
        Administrator by = operator();
        Set<String> scopes = Scopes.of(token.getClaim("scope"));
        return new Input(by.tenant(), by.name(), token.getGroups(), scopes, action, null);
    }

    /** The number of a version, in a path. @throws ProblemException 404 if it is none */
    static long version(String text) {
        return PageParameters.number(text)
                .orElseThrow(
                        () -> new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such version.")));
    }
}
