package io.universalmiddleware.runtime.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The end of a process that could not boot: status 78 ({@code EX_CONFIG} of sysexits.h), and no shutdown to hang in. */
final class ProcessEnd {
    private static final int STATUS = 78;
    /** For the server to log the cause, which it does after the application's container has ended. */
    private static final int SECONDS_FOR_THE_CAUSE = 1;

    private ProcessEnd() {}

    /** Says why and ends at once. */
    static void now(String why) {
        say(why);
        Runtime.getRuntime().halt(STATUS);
    }

    /**
     * Says why and ends in a second.
     *
     * <p>What runs then is no class of ours: the application's class loader is gone by then.
     */
    static void soon(String why) throws ReflectiveOperationException {
        say(why);
        MethodHandle halt = MethodHandles.lookup()
                .findVirtual(Runtime.class, "halt", MethodType.methodType(void.class, int.class))
                .bindTo(Runtime.getRuntime());
        Runnable end =
                MethodHandleProxies.asInterfaceInstance(Runnable.class, MethodHandles.insertArguments(halt, 0, STATUS));
        CompletableFuture.delayedExecutor(SECONDS_FOR_THE_CAUSE, TimeUnit.SECONDS)
                .execute(end);
    }

    @SuppressWarnings("SystemOut") // the last words are for people and must not depend on the log
    private static void say(String why) {
        System.err.println(why);
        System.err.flush();
    }
}
