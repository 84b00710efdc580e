package io.universalmiddleware.runtime.boot;

import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared memory is what the JVM and the server's libraries keep for all applications, and in it what would hold this one's
 * classes after it was undeployed.
 */
final class SharedMemory {
    private static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);

    private SharedMemory() {}

    /** Forgets the application's classes. */
    static void forget() {
        TypeFactory.defaultInstance().clearCache(); // the server's Jackson is one for all
        forgetRecords();
    }

    /** The JVM remembers the class for which it last made a record's {@code equals}; now it is one that is always there. */
    private static void forgetRecords() {
        try {
            Object unused = ObjectMethods.bootstrap(
                    MethodHandles.lookup(),
                    "equals",
                    MethodType.methodType(boolean.class, String.class, Object.class),
                    String.class,
                    "");
        } catch (Throwable anotherJvm) {
            LOG.debug("The JVM makes records in another way", anotherJvm);
        }
    }
}
