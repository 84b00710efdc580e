package io.universalmiddleware.processor.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.contracts.spi.CommandContext;
import io.universalmiddleware.contracts.spi.CommandHandler;
import io.universalmiddleware.contracts.spi.Outcome;
import io.universalmiddleware.processor.ledger.Depositing;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {
    private final Depositing depositing = new Depositing();

    @Test
    void findsTheHandlerOfATypeAndVersion() {
        HandlerRegistry registry = new HandlerRegistry(List.of(depositing));

        assertThat(registry.find("test.Deposit", 1)).containsSame(depositing);
        assertThat(registry.find("test.Deposit", 2)).isEmpty();
        assertThat(registry.find("test.Withdraw", 1)).isEmpty();
    }

    @Test
    void namesEveryUnusableHandlerAtOnce() {
        List<CommandHandler<?>> found = List.of(depositing, new Depositing(), new Untyped());

        assertThatThrownBy(() -> new HandlerRegistry(found))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("both handle test.Deposit version 1")
                .hasMessageContaining("Untyped accepts java.lang.String, which has no @CommandType");
    }

    private static final class Untyped implements CommandHandler<String> {
        @Override
        public Class<String> accepts() {
            return String.class;
        }

        @Override
        public Outcome handle(String command, CommandContext context) {
            return Outcome.succeeded();
        }
    }
}
