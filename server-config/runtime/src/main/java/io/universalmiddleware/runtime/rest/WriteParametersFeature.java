package io.universalmiddleware.runtime.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Stream;

/** Has every write say which query parameters it does not take: who asks for a dry run must not get a wet one. */
@Provider
public class WriteParametersFeature implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (Stream.of(POST.class, PUT.class, PATCH.class, DELETE.class)
                .anyMatch(resource.getResourceMethod()::isAnnotationPresent)) {
            context.register(new WriteParametersFilter(resource.getResourceMethod()));
        }
    }
}
