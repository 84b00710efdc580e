package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Stack;
import io.universalmiddleware.stores.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the mail that the installation sent to its own catcher. */
@Command(
        name = "mail",
        description = "Show the mail that was caught: a list, or one message by its number.",
        mixinStandardHelpOptions = true)
final class MailCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Parameters(arity = "0..1", paramLabel = "N", description = "Which, from 1.")
    private int number;

    @Option(names = "--last", description = "The last one.")
    private boolean last;

    @Override
    public Integer call() throws IOException {
        try (Stack stack = installation.stack()) {
            List<Path> messages = stack.mail().messages();
            int wanted = last ? messages.size() : number;
            if (wanted == 0) {
                list(messages);
            } else if (wanted < 0 || wanted > messages.size()) {
                throw new StoreException("There is no message " + wanted + " of " + messages.size() + ".");
            } else {
                System.out.println(read(messages.get(wanted - 1)));
            }
        }
        return 0;
    }

    private static void list(List<Path> messages) throws IOException {
        if (messages.isEmpty()) {
            System.out.println("No mail was caught.");
        }
        for (int i = 0; i < messages.size(); i++) {
            String message = read(messages.get(i));
            System.out.printf("%4d  %-32s %s%n", i + 1, field(message, "To"), field(message, "Subject"));
        }
    }

    private static String read(Path message) throws IOException {
        return Files.readString(message, StandardCharsets.ISO_8859_1);
    }

    /** The value of a message's field (RFC 5322, section 2.2); empty if it has none. */
    private static String field(String message, String name) {
        String prefix = name + ": ";
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }
}
