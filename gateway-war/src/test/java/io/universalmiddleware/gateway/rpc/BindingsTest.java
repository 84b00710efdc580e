package io.universalmiddleware.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.control.ApiKeyResource;
import io.universalmiddleware.gateway.control.ConfigurationResource;
import io.universalmiddleware.gateway.control.LimitResource;
import io.universalmiddleware.gateway.control.NodeResource;
import io.universalmiddleware.gateway.control.OriginResource;
import io.universalmiddleware.gateway.control.RevisionResource;
import io.universalmiddleware.gateway.control.RouteResource;
import io.universalmiddleware.gateway.control.TenantResource;
import io.universalmiddleware.gateway.control.WebhookResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method over gRPC is a request that a resource answers. */
class BindingsTest {
    private static final Stream<Class<?>> RESOURCES = Stream.of(
            TenantResource.class,
            OriginResource.class,
            RouteResource.class,
            ApiKeyResource.class,
            LimitResource.class,
            WebhookResource.class,
            ConfigurationResource.class,
            RevisionResource.class,
            NodeResource.class);

    @Test
    void whatTheControlPlanesAnnotationsNameIsThere() {
        Set<String> served = RESOURCES
                .flatMap(resource ->
                        Stream.of(resource.getMethods()).flatMap(method -> request(resource, method).stream()))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> named = Schema.load().services().stream()
                .filter(service -> service.getFullName().startsWith("um.control."))
                .flatMap(service -> service.getMethods().stream())
                .map(method -> RpcServices.ofPlatform()
                        .method('/' + method.getService().getFullName() + '/' + method.getName())
                        .orElseThrow()
                        .binding())
                .map(binding ->
                        binding.verb() + ' ' + binding.path().fill(field -> "x").replace("/x", "/{}"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(30).isSubsetOf(served);
    }

    @Test
    void everyUpdateCanBeAReplacementToo() {
        assertThat(Stream.of(RouteResource.class.getMethods())
                        .flatMap(method -> request(RouteResource.class, method).stream()))
                .contains("PUT /admin/v1/routes/{}");
    }

    private static Set<String> request(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = "/admin/v1" + resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> verb.value() + ' ' + path.replaceAll("\\{[^}]*}", "{}"))
                .collect(Collectors.toSet());
    }
}
