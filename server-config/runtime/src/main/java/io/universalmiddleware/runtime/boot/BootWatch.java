package io.universalmiddleware.runtime.boot;

import java.io.PrintStream;

/**
 * The watch over a boot: it ends the process, with status 78 ({@code EX_CONFIG} of sysexits.h), if the boot fails.
 *
 * <p>By then the application's class loader gives no class any more. So this is a thread that has already used every
 * class it will need, and polls.
 */
final class BootWatch extends Thread {
    private static final int STATUS = 78;
    private static final long POLL_MILLIS = 100;
    /** For the server to log the cause, which it does after the application has ended. */
    private static final long MILLIS_FOR_THE_CAUSE = 1_000;

    private volatile boolean up;
    private volatile boolean failed;

    BootWatch() {
        super("um-boot-watch");
        setDaemon(true);
    }

    @Override
    @SuppressWarnings({"SystemOut", "BusyWait"}) // the last words are for people and must not depend on the log
    public void run() {
        PrintStream words = System.err;
        words.flush();
        Runtime process = Runtime.getRuntime();
        process.availableProcessors();
        try {
            while (!up && !failed) {
                Thread.sleep(POLL_MILLIS);
            }
            if (failed) {
                Thread.sleep(MILLIS_FOR_THE_CAUSE);
                words.println("Universal Middleware could not start, its process ends: the log says why.");
                words.flush();
                process.halt(STATUS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    void up() {
        up = true;
    }

    boolean isUp() {
        return up;
    }

    void failed() {
        failed = true;
    }

    /** Says why and ends the process at once. */
    @SuppressWarnings("SystemOut")
    static void refuse(String why) {
        System.err.println(why);
        System.err.flush();
        Runtime.getRuntime().halt(STATUS);
    }
}
