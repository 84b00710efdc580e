package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The administrator whose token the present request brings. */
@ApplicationScoped
public class Caller {
    private Settings settings;
    private SteppingUp steppingUp;
    private JsonWebToken token;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Caller() {}

    @Inject
    public Caller(Settings settings, SteppingUp steppingUp, JsonWebToken token) {
        this.settings = settings;
        this.steppingUp = steppingUp;
        this.token = token;
    }

    /** @throws ProblemException if the token names no tenant or no user */
    Administrator who() {
        return Administrator.of(token, settings.get(OperatorTenant.SETTING));
    }

    /** @throws ProblemException 401 for who is to show the second factor first */
    Administrator whoSteppedUp() {
        Administrator by = who();
        steppingUp.require(token);
        return by;
    }

    /** @throws ProblemException 403 for who has not the role {@code admin}, 401 for who is to show the second factor first */
    Administrator whoMayGiveRights() {
        Administrator by = who();
        requireAdmin("That is for those who have the role admin.");
        steppingUp.require(token);
        return by;
    }

    /** @throws ProblemException 403 for who has not the role {@code admin} */
    void requireAdmin(String detail) {
        if (!Administrator.isAdmin(token)) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN, detail));
        }
    }
}
