package io.universalmiddleware.micro;

import io.universalmiddleware.gateway.analytics.AnalyticsResource;
import io.universalmiddleware.gateway.analytics.RequestLogResource;
import io.universalmiddleware.gateway.audit.AuditResource;
import io.universalmiddleware.gateway.control.ApiKeyResource;
import io.universalmiddleware.gateway.control.CacheResource;
import io.universalmiddleware.gateway.control.ConfigurationResource;
import io.universalmiddleware.gateway.control.LimitResource;
import io.universalmiddleware.gateway.control.NodeResource;
import io.universalmiddleware.gateway.control.OriginResource;
import io.universalmiddleware.gateway.control.ProviderResource;
import io.universalmiddleware.gateway.control.RevisionResource;
import io.universalmiddleware.gateway.control.RoleResource;
import io.universalmiddleware.gateway.control.RouteResource;
import io.universalmiddleware.gateway.control.TenantResource;
import io.universalmiddleware.gateway.control.VersionCallerResource;
import io.universalmiddleware.gateway.control.WebhookDeliveryResource;
import io.universalmiddleware.gateway.control.WebhookResource;
import io.universalmiddleware.gateway.identity.administration.ApplicationResource;
import io.universalmiddleware.gateway.identity.administration.ServiceAccountResource;
import io.universalmiddleware.gateway.identity.administration.UserResource;
import io.universalmiddleware.gateway.identity.external.rest.ProviderSecretResource;
import io.universalmiddleware.gateway.policy.PolicyActivationResource;
import io.universalmiddleware.gateway.policy.PolicyDryRunResource;
import io.universalmiddleware.gateway.policy.PolicyHistoryResource;
import io.universalmiddleware.gateway.policy.PolicyResource;
import io.universalmiddleware.gateway.policy.PolicyTestResource;
import io.universalmiddleware.runtime.json.JsonAnswers;
import io.universalmiddleware.runtime.json.JsonBody;
import io.universalmiddleware.runtime.rest.AuthorizationFeature;
import io.universalmiddleware.runtime.rest.CallerFilter;
import io.universalmiddleware.runtime.rest.FaultMapper;
import io.universalmiddleware.runtime.rest.NegotiationFilter;
import io.universalmiddleware.runtime.rest.ServerSpanFilter;
import io.universalmiddleware.runtime.rest.WriteParametersFeature;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The control plane: the edge's configuration below {@code /admin/v1}, for administrators. */
@ApplicationPath(ErrorResponses.ADMIN)
@ApplicationScoped
@DeclareRoles({"admin", "user"})
public class AdminApi extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                TenantResource.class,
                OriginResource.class,
                RouteResource.class,
                RoleResource.class,
                ProviderResource.class,
                ProviderSecretResource.class,
                ApiKeyResource.class,
                LimitResource.class,
                WebhookResource.class,
                WebhookDeliveryResource.class,
                ConfigurationResource.class,
                RevisionResource.class,
                NodeResource.class,
                CacheResource.class,
                AnalyticsResource.class,
                RequestLogResource.class,
                VersionCallerResource.class,
                AuditResource.class,
                UserResource.class,
                ServiceAccountResource.class,
                ApplicationResource.class,
                PolicyResource.class,
                PolicyTestResource.class,
                PolicyActivationResource.class,
                PolicyHistoryResource.class,
                PolicyDryRunResource.class,
                NegotiationFilter.class,
                JsonAnswers.class,
                JsonBody.class,
                CallerFilter.class,
                AuthorizationFeature.class,
                WriteParametersFeature.class,
                ServerSpanFilter.class,
                FaultMapper.class);
    }

    /** As in the platform API. */
    @Override
    public Map<String, Object> getProperties() {
        return PlatformApi.PROPERTIES;
    }
}
