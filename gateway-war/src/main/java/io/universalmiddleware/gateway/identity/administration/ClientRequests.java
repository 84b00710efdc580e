package io.universalmiddleware.gateway.identity.administration;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.paging.Page;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.control.Administrator;
import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.request.Body;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers administrators' requests about registered clients. To whoever does not manage every tenant those of others are not there. */
@ApplicationScoped
public class ClientRequests {
    private AdministeringClients clients;
    private Tenants tenants;
    private Caller caller;
    private Clock clock;

    /** What is said of a client that is to be made. */
    interface Wish<C> {
        /** Whose; one's own if it is null. */
        @Nullable
        String tenant();

        C of(UUID id, TenantId tenant, Instant now);
    }

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ClientRequests() {}

    @Inject
    public ClientRequests(AdministeringClients clients, Tenants tenants, Caller caller, Clock clock) {
        this.clients = clients;
        this.tenants = tenants;
        this.caller = caller;
        this.clock = clock;
    }

    <C> Page<C> list(ClientKind<C> kind, @Nullable String tenant, @Nullable String limit, @Nullable String cursor) {
        TenantId of = Managed.tenant(caller.who(), tenant);
        return Managed.page(limit, cursor, (after, most) -> clients.list(kind, of, after, most));
    }

    <C> Response create(ClientKind<C> kind, InputStream body, Function<Section, ? extends Wish<C>> reader)
            throws IOException {
        Administrator by = caller.whoMayGiveRights();
        Wish<C> wish = Body.read(body, reader);
        TenantId tenant = Managed.tenant(by, wish.tenant());
        C client = wish.of(Uuid7.next(clock), tenant, clock.instant().truncatedTo(ChronoUnit.MICROS));
        Made<C> made = Refusals.stored(() -> {
                    tenants.require(tenant);
                    return clients.make(kind, by.actor(), client);
                })
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.CONFLICT, "The tenant has a client of this name.")));
        URI location =
                URI.create("/admin/v1/" + kind.path() + kind.client(client).id());
        return told(Response.created(location), kind, made);
    }

    <C> Response read(ClientKind<C> kind, String id) {
        Administrator by = caller.who();
        UUID client = id(kind, id);
        C found = Refusals.stored(() -> clients.find(kind, client, by.onlyTenant()))
                .orElseThrow(() -> notFound(kind));
        return told(Response.ok(), kind, found, null);
    }

    <C> Response change(
            ClientKind<C> kind,
            String id,
            @Nullable String ifMatch,
            InputStream body,
            Function<Section, AdministeringClients.Change<C>> reader)
            throws IOException {
        UUID client = id(kind, id);
        Edit edit = Edit.by(caller.whoMayGiveRights(), client, ifMatch);
        AdministeringClients.Change<C> change = Body.read(body, reader);
        C changed = Refusals.stored(() -> clients.change(kind, edit, change, clock.instant()))
                .orElseThrow(() -> notFound(kind));
        return told(Response.ok(), kind, changed, null);
    }

    <C> Response rotate(ClientKind<C> kind, String id, @Nullable String ifMatch, InputStream body) throws IOException {
        UUID client = id(kind, id);
        Edit edit = Edit.by(caller.whoMayGiveRights(), client, ifMatch);
        Overlap overlap = Body.read(body, Overlap::read);
        Made<C> made = Refusals.stored(() -> clients.rotate(kind, edit, overlap.overlap(), clock.instant()))
                .orElseThrow(() -> notFound(kind));
        return told(Response.ok(), kind, made);
    }

    <C> void delete(ClientKind<C> kind, String id, @Nullable String ifMatch) {
        UUID client = id(kind, id);
        Edit edit = Edit.by(caller.who(), client, ifMatch);
        if (!Refusals.stored(() -> clients.remove(kind, edit, clock.instant()))) {
            throw notFound(kind);
        }
    }

    private static <C> Response told(Response.ResponseBuilder answer, ClientKind<C> kind, Made<C> made) {
        @Nullable OpaqueToken secret = made.secret();
        answer.header(HttpHeaders.CACHE_CONTROL, "no-store");
        return told(answer, kind, made.client(), secret == null ? null : secret.text());
    }

    private static <C> Response told(
            Response.ResponseBuilder answer, ClientKind<C> kind, C client, @Nullable String secret) {
        return answer.entity(kind.answer(client, secret))
                .header(HttpHeaders.ETAG, Precondition.etag(kind.client(client).revision()))
                .build();
    }

    private static UUID id(ClientKind<?> kind, String text) {
        return Managed.uuid(text).orElseThrow(() -> notFound(kind));
    }

    private static ProblemException notFound(ClientKind<?> kind) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no such " + kind.name() + '.'));
    }
}
