package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.provider.Exchanged;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode.Answer;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.external.provider.NamedUser;
import io.universalmiddleware.gateway.identity.external.provider.Registration;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.ProviderLogin;
import io.universalmiddleware.persistence.identity.PendingLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a provider names in its answer to a login that was begun here. Whatever is wrong, the answer to the client is the same, and
 * the audit says what it was. No transaction is open while the provider is asked.
 */
@ApplicationScoped
public class Identifying {
    private PendingLogins pending;
    private Registrations registrations;
    private ExchangingCode exchanging;
    private Event<Denial> denials;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Identifying() {}

    @Inject
    public Identifying(
            PendingLogins pending, Registrations registrations, ExchangingCode exchanging, Event<Denial> denials) {
        this.pending = pending;
        this.registrations = registrations;
        this.exchanging = exchanging;
        this.denials = denials;
    }

    /**
     * What a client brings back.
     *
     * @param account whose other identity it is to be; null for a login
     */
    public record Brought(
            TenantId tenant,
            LoginTicket ticket,
            String state,
            Answer answer,
            @Nullable UUID account,
            Client client) {}

    /** A user, as the provider names them. @param idToken in which it does */
    public record Identified(ProviderDefinition provider, NamedUser user, String idToken) {

        ProviderLogin login() {
            return new ProviderLogin(
                    provider.id(), provider.name(), user.issuer(), user.subject(), user.sid(), idToken);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return user + " of " + provider.name();
        }
    }

    /** @throws ProblemException 401 if it does not count, 503 if the provider cannot be asked now */
    public Identified identify(Brought brought) {
        Optional<PendingLogin> login = pending.take(brought.ticket(), brought.tenant(), brought.account());
        if (login.isEmpty() || !brought.ticket().hasState(brought.state())) {
            throw refused(brought, "no such login was begun");
        }
        Registration registration = registrations
                .find(login.get().provider())
                .orElseThrow(() -> refused(brought, "the provider is there no more"));
        Exchanged exchanged =
                exchanging.exchange(registration, brought.answer(), login.get().redirectUri(), brought.ticket());
        if (exchanged instanceof Exchanged.Refused refused) {
            throw refused(brought, refused.reason());
        }
        Exchanged.Named named = (Exchanged.Named) exchanged;
        return new Identified(registration.provider(), named.user(), named.idToken());
    }

    /** Writes into the audit why somebody was not let in. */
    ProblemException denied(Brought brought, ProblemType type, String detail) {
        deny(brought, detail);
        return new ProblemException(Problem.of(type, detail));
    }

    private ProblemException refused(Brought brought, String reason) {
        deny(brought, reason);
        return Refusals.unauthenticated("The login does not count: begin another.");
    }

    private void deny(Brought brought, String reason) {
        String tenant = brought.tenant().value();
        denials.fire(new Denial(
                tenant,
                brought.account() == null ? "" : tenant + '/' + brought.account(),
                brought.account() == null ? "finishProviderLogin" : "confirmIdentity",
                reason,
                brought.client().address()));
    }
}
