package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.control.ChangingEntries.Changed;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.webhook.SecretBox;
import io.universalmiddleware.gateway.webhook.SigningSecret;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.webhook.EndpointRepository;
import io.universalmiddleware.persistence.webhook.EndpointState;
import io.universalmiddleware.persistence.webhook.StoredSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of webhooks beside their documents: their secrets, and how it goes with them. A secret is shown to whoever makes it, once, and
 * is in no document, revision or export.
 */
@ApplicationScoped
public class WebhookEndpoints {
    private static final String SECRET = "secret";
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private ChangingEntries changing;
    private WebhookActs acts;
    private EndpointRepository endpoints;
    private SecretBox box;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected WebhookEndpoints() {}

    @Inject
    WebhookEndpoints(
            ChangingEntries changing, WebhookActs acts, EndpointRepository endpoints, Settings settings, Clock clock) {
        this.changing = changing;
        this.acts = acts;
        this.endpoints = endpoints;
        this.box = settings.get(WebhookSettings.SECRET_KEYS);
        this.clock = clock;
    }

    /** A new webhook, with the secret that the document gives or one that is made. */
    @Transactional
    public Changed create(Administrator by, ObjectNode given) {
        ObjectNode document = given.deepCopy();
        Violations violations = new Violations();
        SigningSecret secret = secret(document.remove(SECRET), violations);
        Changed made = changing.create(by, Kind.WEBHOOK, document, violations);
        add(made.entry().id(), secret);
        return told(made.entry(), made.revision(), secret);
    }

    /** The webhook with a new secret; those it has sign beside it until the overlap is over. */
    @Transactional
    public Changed rotate(Administrator by, String id, ObjectNode request) {
        ObjectNode rest = request.deepCopy();
        Violations violations = new Violations();
        SigningSecret secret = secret(rest.remove(SECRET), violations);
        Section section = Section.of(rest, violations);
        Duration overlap = section.duration("overlap", Duration.ZERO, Duration.ZERO, LONGEST_OVERLAP);
        section.end();
        Refusing.ifAny(violations);
        Entry entry = acts.find(by, id);
        Instant now = clock.instant();
        endpoints.endSecrets(entry.id(), now.plus(overlap), now);
        add(entry.id(), secret);
        acts.record(
                by,
                entry,
                "rotate-webhook-secret",
                JsonNodeFactory.instance.objectNode().put("overlap", overlap.toString()));
        return told(entry, entry.revision(), secret);
    }

    /** Sends it what waits and what comes, if its document lets it. */
    @Transactional
    public Found enable(Administrator by, String id) {
        Entry entry = acts.find(by, id);
        endpoints.enable(entry.id());
        acts.record(by, entry, "enable-webhook", null);
        return find(by, id);
    }

    @Transactional
    public Found find(Administrator by, String id) {
        Entry entry = acts.find(by, id);
        return new Found(entry, endpoints.state(entry.id()), endpoints.secrets(entry.id(), clock.instant()));
    }

    /** A webhook, how it goes with it, and when its secrets were made. */
    public record Found(Entry entry, EndpointState state, List<StoredSecret> secrets) {}

    private void add(UUID endpoint, SigningSecret secret) {
        endpoints.addSecret(Uuid7.next(clock), endpoint, box.seal(secret, endpoint), clock.instant());
    }

    private static SigningSecret secret(@Nullable JsonNode given, Violations violations) {
        if (given == null || given.isNull()) {
            return SigningSecret.generate();
        }
        return SigningSecret.parse(given.isTextual() ? given.textValue() : "").orElseGet(() -> {
            violations.add("/" + SECRET, "expected whsec_ and 24 to 64 bytes in Base64, or nothing: then one is made");
            return SigningSecret.generate();
        });
    }

    private static Changed told(Entry entry, long revision, SigningSecret secret) {
        return new Changed(entry, revision, new NewSecret(secret.text(), JsonNodeFactory.instance.objectNode()));
    }
}
