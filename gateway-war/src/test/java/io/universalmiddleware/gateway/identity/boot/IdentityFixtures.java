package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.backends.Backends;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The JUnit extension that gives a test's constructor an {@link IdentityFixture} and a {@link ProviderFixture} of it, until the test ends. */
final class IdentityFixtures implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(IdentityFixtures.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == IdentityFixture.class || type == ProviderFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Store store = test.getStore(NAMESPACE);
        IdentityFixture identity = store.getOrComputeIfAbsent(
                IdentityFixture.class, made -> new IdentityFixture(Backends.postgres(test)), IdentityFixture.class);
        return parameter.getParameter().getType() == IdentityFixture.class
                ? identity
                : store.getOrComputeIfAbsent(
                        ProviderFixture.class, made -> new ProviderFixture(identity), ProviderFixture.class);
    }
}
