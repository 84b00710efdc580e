package io.universalmiddleware.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.universalmiddleware.contracts.log.LogContext;
import io.universalmiddleware.runtime.json.JsonProducer;
import io.universalmiddleware.runtime.settings.PlatformSettings.LogFormat;
import java.io.IOException;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatterTest {
    private static final String FORGED = "ok\r\n{\"level\":\"ERROR\"}\u2028\u0000\u001b[31m\"}";

    private final Formatter json = new JsonLogFormatter();
    private final Formatter text = new TextLogFormatter();

    @Test
    void writesTheIdsOfTheWork() throws IOException {
        try (var trace = LogContext.with("traceId", "t1");
                var tenant = LogContext.with("tenant", "acme")) {
            JsonNode line = read(json.format(line("Accepted {0}", "c1")));

            assertThat(line.path("traceId").asText()).isEqualTo("t1");
            assertThat(line.path("tenant").asText()).isEqualTo("acme");
            assertThat(line.path("message").asText()).isEqualTo("Accepted c1");
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("time").asText()).endsWith("Z");
        }
    }

    /** As Payara Server's handler does, which formats what others wrote. */
    @Test
    void writesTheIdsOfTheThreadThatLoggedWhereAnotherFormats() throws Exception {
        LogRecord accepted = line("Accepted {0}", "c1");
        LogRecord odd = line("{0} is a place");
        try (var trace = LogContext.with("traceId", "t1")) {
            new ContextHandler().publish(accepted);
            new ContextHandler().publish(odd);
        }

        JsonNode line = read(java.util.concurrent.CompletableFuture.supplyAsync(() -> json.format(accepted))
                .get());

        assertThat(line.path("traceId").asText()).isEqualTo("t1");
        assertThat(line.path("thread").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(line.path("message").asText()).isEqualTo("Accepted c1");
        assertThat(read(json.format(odd)).path("message").asText()).isEqualTo("{0} is a place");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyCanForgeALine(boolean asJson) {
        try (var user = LogContext.with("user", FORGED)) {
            String written = (asJson ? json : text).format(line(FORGED));

            assertThat(written).endsWith("\n");
            assertThat(written.substring(0, written.length() - 1)).doesNotContain("\n", "\r", "\u0000", "\u001b");
        }
    }

    @Test
    void readsBackWhatWasLogged() throws IOException {
        assertThat(read(json.format(line(FORGED))).path("message").asText()).isEqualTo(FORGED);
    }

    @Test
    void keepsAStackTraceOnTheLineOfItsJson() throws IOException {
        LogRecord failed = line("Failed");
        failed.setThrown(new IllegalStateException("no\nway"));

        String written = json.format(failed);

        assertThat(written.strip().lines()).hasSize(1);
        assertThat(read(written).path("error").asText())
                .contains("IllegalStateException")
                .contains("LogFormatterTest");
    }

    @Test
    void givesTheHandlersTheirFormatterBack() {
        Handler handler = Logger.getLogger("").getHandlers()[0];
        Formatter before = handler.getFormatter();

        try (var installed = LogInstallation.install(LogFormat.TEXT, java.util.Optional.empty())) {
            assertThat(handler.getFormatter()).isInstanceOf(TextLogFormatter.class);
        }

        assertThat(handler.getFormatter()).isSameAs(before);
    }

    @Test
    void leavesNothingBehindWhateverTheHandlersHave() {
        Logger root = Logger.getLogger("");
        Handler[] before = root.getHandlers();
        Handler bare = new ContextHandler();
        root.addHandler(bare);
        Handler last = new java.util.logging.ConsoleHandler();
        Formatter its = last.getFormatter();
        last.setLevel(Level.SEVERE);
        root.addHandler(last);

        try {
            LogInstallation.install(LogFormat.TEXT, java.util.Optional.empty()).close();

            assertThat(last.getFormatter()).isSameAs(its);
            assertThat(last.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(bare.getFormatter()).isNull();
            assertThat(root.getHandlers()).hasSize(before.length + 2);
        } finally {
            root.removeHandler(bare);
            root.removeHandler(last);
        }
    }

    private static LogRecord line(String message, Object... parameters) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setLoggerName("io.universalmiddleware.test");
        line.setParameters(parameters);
        return line;
    }

    private static JsonNode read(String written) throws IOException {
        return JsonProducer.newMapper().readTree(written);
    }
}
