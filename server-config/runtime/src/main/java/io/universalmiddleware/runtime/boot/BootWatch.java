package io.universalmiddleware.runtime.boot;

import java.io.PrintStream;

/**
 * The watch over a boot: it ends the process, with status 78 ({@code EX_CONFIG} of sysexits.h), if the thread that
 * deploys the application is gone and the application is not up.
 *
 * <p>Only where the process's main thread deploys it, as in the uber-jar: such a process is there for this application
 * alone. By then the application's class loader gives no class any more, so the watch is a thread that has already used
 * every class it will need, and polls. A system property tells it of success: deployment uses more than one class loader,
 * and a static field has a value in each.
 */
final class BootWatch extends Thread {
    private static final String STATE = "io.universalmiddleware.boot";
    private static final String BEGUN = "begun";
    private static final String UP = "up";

    private static final int STATUS = 78;
    private static final long POLL_MILLIS = 100;

    private final Thread deployer;

    private BootWatch(Thread deployer) {
        super("um-boot-watch");
        setDaemon(true);
        this.deployer = deployer;
    }

    /** Watches over the current thread's deployment, if it is the main thread's and the first. */
    static void begin() {
        Thread current = Thread.currentThread();
        if (isMain(current) && System.getProperties().putIfAbsent(STATE, BEGUN) == null) {
            new BootWatch(current).start();
        }
    }

    /** The application is up: the watch has nothing more to do. */
    static void up() {
        System.setProperty(STATE, UP);
    }

    /** Says why nothing can be started and ends the process, if it is there for this application alone. */
    static void refuse(String why) {
        if (isMain(Thread.currentThread())) {
            end(System.err, Runtime.getRuntime(), why);
        }
    }

    /** Whether the process is there for this application alone: its main thread deploys it. */
    static boolean isOnlyApplication() {
        return isMain(Thread.currentThread());
    }

    private static boolean isMain(Thread thread) {
        return thread.getName().equals("main");
    }

    @Override
    @SuppressWarnings("BusyWait")
    public void run() {
        PrintStream words = System.err;
        words.flush();
        Runtime process = Runtime.getRuntime();
        process.availableProcessors();
        try {
            boolean up = isUp();
            while (!up && deployer.isAlive()) {
                Thread.sleep(POLL_MILLIS);
                up = isUp();
            }
            if (!up) {
                end(words, process, "Universal Middleware could not start, its process ends: the log says why.");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isUp() {
        return System.getProperty(STATE, BEGUN).equals(UP);
    }

    private static void end(PrintStream words, Runtime process, String why) {
        words.println(why);
        words.flush();
        process.halt(STATUS);
    }
}
