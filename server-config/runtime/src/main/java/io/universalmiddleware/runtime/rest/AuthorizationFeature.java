package io.universalmiddleware.runtime.rest;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.authorization.ResourceName;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.OperatorTenant;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.policy.Decisions;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Puts a guard before every method of every resource, but for those that say that all are permitted: what nobody thought of is denied.
 * OPTIONS, which JAX-RS itself answers with what a path allows, is for everybody.
 * Behind it the method has its caller's rows alone.
 *
 * @see Operations for what a method is called
 */
@Provider
@ApplicationScoped
public class AuthorizationFeature implements DynamicFeature {
    private static final int ROWS = Priorities.AUTHORIZATION + 1;

    private Decisions decisions;
    private Event<Denial> denials;
    private TenantId operator;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected AuthorizationFeature() {}

    @Inject
    public AuthorizationFeature(Decisions decisions, Event<Denial> denials, Settings settings) {
        this.decisions = decisions;
        this.denials = denials;
        this.operator = new TenantId(settings.get(OperatorTenant.SETTING));
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (Operations.isGenerated(resource.getResourceClass())) {
            return;
        }
        boolean open = resource.getResourceMethod().isAnnotationPresent(PermitAll.class)
                || resource.getResourceClass().isAnnotationPresent(PermitAll.class);
        if (open) {
            context.register(new OpenRowsFilter(), ROWS);
        } else {
            String operation = Operations.of(resource.getResourceClass(), resource.getResourceMethod());
            Optional<NamedResource> named = Optional.ofNullable(
                            resource.getResourceMethod().getAnnotation(ResourceName.class))
                    .map(NamedResource::of);
            context.register(
                    new AuthorizationFilter(operation, named, decisions, denials::fire), Priorities.AUTHORIZATION);
            context.register(new RowScopeFilter(operator), ROWS);
        }
    }
}
