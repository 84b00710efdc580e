package io.universalmiddleware.launcher;

import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.launcher.demo.EventsTopic;
import io.universalmiddleware.launcher.demo.EventsTopic.Published;
import io.universalmiddleware.launcher.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints events as they are published, until Ctrl-C. */
@Command(name = "tail", description = "Print events as they happen.", mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    @Mixin
    private Installation installation = new Installation();

    @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.")
    private String tenant = "";

    @Override
    public Integer call() {
        Stack stack = installation.runningStack();
        String topic = installation.configuration().get(KafkaSettings.TOPIC_PREFIX) + Topics.EVENTS;
        try (EventsTopic events = new EventsTopic(stack.addresses().kafka(), topic)) {
            events.seekToEnd();
            System.err.println("Events as they happen; Ctrl-C ends.");
            while (!Thread.currentThread().isInterrupted()) {
                events.poll(this::print);
            }
        }
        return 0;
    }

    private void print(Published event) {
        if (tenant.isEmpty() || tenant.equals(event.tenant())) {
            System.out.printf(
                    "%-10s %-26s %-40s %s  command %s%n",
                    event.tenant(), event.type(), event.aggregate(), event.data(), event.commandId());
        }
    }
}
