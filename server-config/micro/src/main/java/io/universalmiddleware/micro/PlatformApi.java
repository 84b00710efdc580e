package io.universalmiddleware.micro;

import io.universalmiddleware.cache.reading.ViewResource;
import io.universalmiddleware.command.intake.CommandIntakeResource;
import io.universalmiddleware.command.status.CommandResource;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.gateway.identity.external.rest.IdentityResource;
import io.universalmiddleware.gateway.identity.external.rest.ProviderLoginResource;
import io.universalmiddleware.gateway.identity.profile.AddressResource;
import io.universalmiddleware.gateway.identity.profile.ProfileResource;
import io.universalmiddleware.gateway.identity.rest.BrowserResource;
import io.universalmiddleware.gateway.identity.rest.ChallengeResource;
import io.universalmiddleware.gateway.identity.rest.LoginResource;
import io.universalmiddleware.gateway.identity.rest.LogoutResource;
import io.universalmiddleware.gateway.identity.rest.PasswordResource;
import io.universalmiddleware.gateway.identity.rest.RefreshResource;
import io.universalmiddleware.gateway.identity.rest.RegistrationResource;
import io.universalmiddleware.gateway.identity.rest.SecondFactorResource;
import io.universalmiddleware.gateway.identity.rest.SessionResource;
import io.universalmiddleware.gateway.identity.rest.StepUpResource;
import io.universalmiddleware.gateway.identity.rest.VerificationResource;
import io.universalmiddleware.processor.deadletters.DeadLetterResource;
import io.universalmiddleware.processor.deadletters.ManyLettersResource;
import io.universalmiddleware.runtime.json.JsonAnswers;
import io.universalmiddleware.runtime.json.JsonBody;
import io.universalmiddleware.runtime.log.LogLevelResource;
import io.universalmiddleware.runtime.rest.AuthorizationFeature;
import io.universalmiddleware.runtime.rest.CallerFilter;
import io.universalmiddleware.runtime.rest.FaultMapper;
import io.universalmiddleware.runtime.rest.NegotiationFilter;
import io.universalmiddleware.runtime.rest.ServerSpanFilter;
import io.universalmiddleware.runtime.status.StatusResource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The platform API: every module's resources below {@code /api/v1}, for bearers of a token. */
@ApplicationPath("/api/v1")
@ApplicationScoped
@DeclareRoles({"admin", "user"})
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Universal Middleware",
                        version = "1",
                        description = "Commands, views and the platform's own state.",
                        contact = @Contact(name = "Universal Middleware", url = "https://universalmiddleware.io"),
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        components = @Components(schemas = @Schema(name = "Problem", implementation = Problem.class)),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "A token of this platform: audience um, with tenant and groups.")
public class PlatformApi extends Application {
    /** A Location stays the path that the edge's own listener answers too: behind proxies nobody here knows the host. OPTIONS tells Allow alone, no WADL. */
    static final Map<String, Object> PROPERTIES = Map.of(
            "jersey.config.server.headers.location.relative.resolution.disabled",
            true,
            "jersey.config.server.wadl.disableWadl",
            true);

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CommandIntakeResource.class,
                CommandResource.class,
                DeadLetterResource.class,
                ManyLettersResource.class,
                ViewResource.class,
                StatusResource.class,
                LogLevelResource.class,
                LoginResource.class,
                LogoutResource.class,
                PasswordResource.class,
                RefreshResource.class,
                RegistrationResource.class,
                SecondFactorResource.class,
                ChallengeResource.class,
                StepUpResource.class,
                SessionResource.class,
                BrowserResource.class,
                ProviderLoginResource.class,
                IdentityResource.class,
                ProfileResource.class,
                AddressResource.class,
                VerificationResource.class,
                JsonAnswers.class,
                JsonBody.class,
                CallerFilter.class,
                AuthorizationFeature.class,
                ServerSpanFilter.class,
                NegotiationFilter.class,
                FaultMapper.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        return PROPERTIES;
    }
}
