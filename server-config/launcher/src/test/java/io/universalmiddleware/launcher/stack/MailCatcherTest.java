package io.universalmiddleware.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCatcherTest {
    @TempDir
    private Path directory;

    private MailCatcher catcher;

    @BeforeEach
    void start() {
        catcher = new MailCatcher(directory.resolve("mail"), 0);
        catcher.start();
    }

    @AfterEach
    void close() {
        catcher.close();
    }

    @Test
    void keepsEachMessageAsItWasSent() throws Exception {
        assertThat(catcher.messages()).isEmpty();

        List<String> said = say(
                "EHLO me",
                "MAIL FROM:<um@example.org>",
                "RCPT TO:<ann@example.org>",
                "DATA",
                "To: ann@example.org",
                "",
                "..a line that begins with a dot",
                ".",
                "QUIT");

        assertThat(said)
                .extracting(line -> line.substring(0, 3))
                .containsExactly("220", "250", "250", "250", "354", "250", "221");
        assertThat(catcher.messages()).singleElement().satisfies(message -> {
            assertThat(Files.readString(message)).isEqualTo("To: ann@example.org\n\n.a line that begins with a dot\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(message)))
                    .isEqualTo("rw-------");
        });
    }

    @Test
    void keepsNothingOfAMessageWithoutAnEnd() throws Exception {
        say("HELO me", "DATA", "half a mess");
        say("BDAT 5");

        assertThat(catcher.messages()).isEmpty();
    }

    /** What the catcher says until it closes or the client has said all. */
    private List<String> say(String... lines) throws Exception {
        try (Socket socket = new Socket(catcher.url().getHost(), catcher.url().getPort())) {
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        }
    }
}
