package io.universalmiddleware.launcher.login;

import io.universalmiddleware.launcher.stack.MailCatcher;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mail of local users, as the catcher has it. */
public final class CaughtMail {
    private static final Pattern PROOF = Pattern.compile("umv_[A-Za-z0-9_-]{43}");
    private static final long POLL_MILLIS = 100;

    private final MailCatcher catcher;

    public CaughtMail(MailCatcher catcher) {
        this.catcher = catcher;
    }

    /**
     * The token in the last message to an address that has one, which is waited for.
     *
     * @param but one that is no use
     * @throws StoreException if none came
     */
    public String awaitProof(String address, String but, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Optional<String> proof = proof(address).filter(found -> !found.equals(but));
        while (proof.isEmpty()) {
            if (System.nanoTime() >= end) {
                throw new StoreException("No mail to " + address + " with a token was caught in " + atMost.toSeconds()
                        + " s; what was: ./um mail");
            }
            pause();
            proof = proof(address).filter(found -> !found.equals(but));
        }
        return proof.get();
    }

    private Optional<String> proof(String address) {
        List<Path> last = new ArrayList<>(catcher.messages());
        Collections.reverse(last);
        return last.stream()
                .map(CaughtMail::read)
                .filter(message -> message.lines()
                        .takeWhile(line -> !line.isEmpty())
                        .anyMatch(line -> line.startsWith("To: ") && line.contains(address)))
                .map(PROOF::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
    }

    private static String read(Path message) {
        try {
            return Files.readString(message, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted");
        }
    }
}
