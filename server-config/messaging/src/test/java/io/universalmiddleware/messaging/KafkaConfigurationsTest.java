package io.universalmiddleware.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class KafkaConfigurationsTest {
    @Test
    void initialisesEvenOnAThreadThatDoesNotSeeTheApplication() {
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThatNoException()
                    .isThrownBy(() -> KafkaConfigurations.initialise(getClass().getClassLoader()));

            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
            assertThat(AdminClientConfig.configNames()).contains("bootstrap.servers");
        } finally {
            thread.setContextClassLoader(application);
        }
    }
}
