package io.universalmiddleware.gateway.proxy;

import io.universalmiddleware.gateway.filter.Call;
import io.universalmiddleware.gateway.filter.OriginCalls;
import io.universalmiddleware.gateway.filter.OriginRequest;
import io.universalmiddleware.gateway.filter.RouteScope;
import io.universalmiddleware.gateway.filter.Sender;
import io.universalmiddleware.gateway.http.Authority;
import io.universalmiddleware.gateway.http.Checked;
import io.universalmiddleware.gateway.http.FieldList;
import io.universalmiddleware.gateway.http.Forwarding;
import io.universalmiddleware.gateway.http.Refusal;
import io.universalmiddleware.gateway.http.RequestMarks;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** A tenant's call, and how its request goes on to the origin. */
final class TenantCall implements Call.OriginRequests {
    private final LoopContext loop;
    private final HttpServerRequest request;
    private final Admission admitted;
    private final RequestMarks marks;
    private final Forwarding.Told told;
    private final VertxFields fields;
    private final Call call;

    TenantCall(
            LoopContext loop,
            ClientSide client,
            Admission admitted,
            RequestMarks marks,
            RouteScope scope,
            boolean upgrades) {
        this.loop = loop;
        request = client.request();
        this.admitted = admitted;
        this.marks = marks;
        Headers.dropNamed(request.headers());
        Headers.dropPlatformCookie(request.headers());
        told = client.told(admitted.host(), loop.forwarding());
        fields = new VertxFields(request.headers());
        call = new Call(
                scope,
                new Sender(
                        told.protocol(),
                        admitted.host().toString(),
                        told.host(),
                        told.client(),
                        marks.requestId(),
                        marks.trace()),
                request.method().name(),
                admitted.target().path(),
                admitted.target().query(),
                fields,
                upgrades,
                this);
    }

    Call call() {
        return call;
    }

    /** The request as it is now, to where it goes now. */
    Parcel parcel(RequestBody body, Consumer<Refusal> refused) {
        ClientParcel parcel = new ClientParcel(
                request,
                body,
                target(call.path(), call.query()),
                addressed(call),
                marks,
                told,
                call.pool(),
                call,
                call.scope().persistence(),
                call.upgrades(),
                refused);
        if (parcel.persistence().retries().attempts() > 1 && parcel.isHarmlessAgain()) {
            body.keep();
        }
        body.withoutTrailers(fields::isChanged);
        return parcel;
    }

    @Override
    public OriginRequest detached(Call of) {
        MultiMap out = MultiMap.caseInsensitiveMultiMap();
        Headers.endToEnd(request, out, marks, told);
        byte[] body = of.body();
        return new OriginRequest(
                of.scope().to(of.pool()),
                of.method(),
                addressed(of).toString(),
                of.path(),
                of.query(),
                of.clientAddress(),
                FieldList.copyOf(new VertxFields(out)),
                new FieldList(),
                body == null ? new byte[0] : body);
    }

    @Override
    public OriginCalls calls() {
        return loop.origins();
    }

    /** To whom the origin sees the request addressed: as the route says, else as the client said. */
    private Authority addressed(Call of) {
        String other = of.originHost();
        return other != null && Authority.of(other) instanceof Checked.Usable<Authority> usable
                ? usable.value()
                : admitted.host();
    }

    /** The origin form of a target (RFC 9112, section 3.2.1). */
    static String target(String path, @org.jspecify.annotations.Nullable String query) {
        return query == null ? path : path + '?' + query;
    }
}
