package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Tells the audit of passwords that let nobody in. */
@Dependent
public class DeniedLogins {
    private final Event<Denial> denials;

    @Inject
    public DeniedLogins(Event<Denial> denials) {
        this.denials = denials;
    }

    /** Tells of an outcome, unless the password was right. */
    public void tell(TenantId tenant, Outcome outcome, Client client) {
        if (!(outcome instanceof Outcome.In) && !(outcome instanceof Outcome.Challenged)) {
            denials.fire(new Denial(tenant.value(), "", "logIn", reason(outcome), client.address()));
        }
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.TooMany) {
            return "too many attempts";
        }
        return outcome instanceof Outcome.Unverified ? "the address is not verified" : "no such account or password";
    }
}
