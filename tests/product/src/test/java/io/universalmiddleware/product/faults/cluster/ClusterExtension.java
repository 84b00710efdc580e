package io.universalmiddleware.product.faults.cluster;

import io.universalmiddleware.product.stack.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps the cluster for all test classes of a run. Its nodes run under the coverage agent. */
final class ClusterExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Cluster.class);

    /** Closed by JUnit with the root of the run. */
    private record Started(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Cluster.class, none -> new Started(start()), Started.class)
                .cluster();
    }

    private static Cluster start() {
        try {
            return Cluster.start(
                    Product.TARGET.resolve("cluster"),
                    Product.JAR,
                    List.of("-javaagent:%s=destfile=%s,append=true,includes=io.universalmiddleware.*"
                            .formatted(
                                    Product.TARGET.resolve("jacocoagent.jar"),
                                    Product.TARGET.resolve("jacoco-{node}.exec"))),
                    line -> System.out.println("[cluster] " + line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
