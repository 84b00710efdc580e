package io.universalmiddleware.messaging;

import io.smallrye.reactive.messaging.providers.extension.ReactiveMessagingExtension;
import jakarta.enterprise.context.Dependent;

/**
 * The CDI extension that connects {@code @Incoming} methods to their channels.
 *
 * <p>It is SmallRye's, with a bean-defining annotation. Payara gives an extension the view of the archive that holds it
 * as a bean, and SmallRye's own class is no bean: it would see nothing and start no channel.
 */
@Dependent
public class MessagingExtension extends ReactiveMessagingExtension {}
