package io.universalmiddleware.runtime.boot;

import java.lang.ref.Reference;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.DomainCombiner;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lasting threads are those of the server, the driver and the JVM, which go on when the application is gone.
 *
 * <p>A thread inherits the class loader of the thread that begins it, and the rights of all code on its stack: a timer of the
 * server that the application was the first to need would keep the application's classes for as long as it lives. So would what
 * a library has left in a thread-local variable of a thread that it was called on.
 */
@SuppressWarnings("removal") // threads inherit rights in every JVM that still knows these classes
final class LastingThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LastingThreads.class);

    /** Used requests of the server's listener, each with the WebSocket that it last became. */
    private static final String USED_REQUESTS = "org.glassfish.grizzly.ThreadCache$ObjectCache";

    @FunctionalInterface
    private interface Releasing {
        void on(Part part) throws ReflectiveOperationException;
    }

    private final ClassLoader application;

    /** @param application the loader that all of the application's have as an ancestor, or are */
    LastingThreads(ClassLoader application) {
        this.application = application;
    }

    /** Takes from all threads the application's class loaders, its rights and what its libraries left with them. */
    void release() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread != Thread.currentThread() && isOurs(thread.getContextClassLoader())) {
                thread.setContextClassLoader(application.getParent());
            }
            release(thread, "inheritedAccessControlContext", this::releaseRights);
            release(thread, "threadLocals", this::releaseVariables);
        }
    }

    private static void release(Thread thread, String part, Releasing act) {
        try {
            act.on(new Part(thread, Thread.class, part));
        } catch (ReflectiveOperationException | RuntimeException closed) {
            // not the server's JVM, which opens its threads to applications, or one that has no such part
            LOG.debug("Thread {} keeps what it has", thread.getName(), closed);
        }
    }

    private void releaseRights(Part rights) throws ReflectiveOperationException {
        if (rights.get() instanceof AccessControlContext inherited) {
            ProtectionDomain[] all = domains(inherited);
            ProtectionDomain[] others = Arrays.stream(all)
                    .filter(domain -> !isOurs(domain.getClassLoader()))
                    .toArray(ProtectionDomain[]::new);
            if (others.length < all.length) {
                rights.set(new AccessControlContext(others));
            }
        }
    }

    /** The domains of a context, which it tells its combiner alone. */
    private static ProtectionDomain[] domains(AccessControlContext context) {
        ProtectionDomain[][] told = {{}};
        DomainCombiner listening = (current, assigned) -> {
            if (assigned != null) {
                told[0] = assigned;
            }
            return current;
        };
        AccessController.doPrivileged(
                (PrivilegedAction<@Nullable AccessControlContext>) AccessController::getContext,
                new AccessControlContext(context, listening));
        return told[0];
    }

    private void releaseVariables(Part variables) throws ReflectiveOperationException {
        @Nullable Object map = variables.get();
        if (map != null && new Part(map, map.getClass(), "table").get() instanceof Object[] entries) {
            for (Object entry : entries) {
                if (entry instanceof Reference<?> variable) {
                    Part value = new Part(entry, entry.getClass(), "value");
                    if (isLeftBehind(value.get())) {
                        value.set(null);
                        variable.clear(); // its thread takes it for one that nobody uses any more
                    }
                }
            }
        }
    }

    private boolean isLeftBehind(@Nullable Object value) {
        return value != null
                && (isOurs(value.getClass().getClassLoader())
                        || value.getClass().getName().equals(USED_REQUESTS));
    }

    private boolean isOurs(@Nullable ClassLoader loader) {
        for (@Nullable ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each == application) {
                return true;
            }
        }
        return false;
    }
}
