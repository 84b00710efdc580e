package io.universalmiddleware.backends;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The JUnit extension that gives a test {@link PostgresBackend}, {@link KafkaBackend} and {@link RedisBackend} parameters.
 *
 * <p>A store starts when the first test of the JVM asks for it, and ends with the run. A store whose address is given
 * ({@link Address}) is used instead. One that cannot be had fails the test; nothing is skipped.
 *
 * <p>Kept apart: PostgreSQL by a database per test class; Kafka and Redis by a prefix per test, or per class when the
 * constructor or a static method takes it.
 */
public final class Backends implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(Backends.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return Backend.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Backend resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        if (type == PostgresBackend.class) {
            return postgres(test);
        }
        String prefix =
                test.getStore(NAMESPACE).getOrComputeIfAbsent(TestPrefix.class).value();
        if (type == KafkaBackend.class) {
            return running(test).kafka(prefix);
        }
        return running(test).redis(prefix);
    }

    /** The database of a test, for other extensions. */
    public static PostgresBackend postgres(ExtensionContext test) {
        ExtensionContext outermost = test;
        while (outermost.getParent().filter(up -> up.getTestClass().isPresent()).isPresent()) {
            outermost = outermost.getParent().orElseThrow();
        }
        return outermost
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestDatabase.class, key -> TestDatabase.create(running(test)), TestDatabase.class)
                .backend();
    }

    private static RunningStores running(ExtensionContext test) {
        return test.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(RunningStores.class);
    }
}
