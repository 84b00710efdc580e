package io.universalmiddleware.product.stack;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Boots a product when the first test asks for it, and stops it after the last test of the run. */
final class ProductExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Product.class);

    /** Closed by JUnit with the root of the run. */
    private record Booted(Product product) implements AutoCloseable {
        @Override
        public void close() {
            product.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Product.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        BootedProduct wanted = context.getRequiredTestClass().getAnnotation(BootedProduct.class);
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(wanted.value(), name -> new Booted(Product.start(name)), Booted.class)
                .product();
    }
}
