package io.universalmiddleware.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.gateway.definition.Definition;
import io.universalmiddleware.gateway.definition.Kind;
import io.universalmiddleware.gateway.definition.OriginDefinition;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.definition.TenantDefinition;
import io.universalmiddleware.gateway.definition.WebhookDefinition;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.tenancy.EdgeDomain;
import io.universalmiddleware.gateway.webhook.WebhookSettings;
import io.universalmiddleware.persistence.configuration.Change;
import io.universalmiddleware.persistence.configuration.Entry;
import io.universalmiddleware.persistence.configuration.EntryRepository;
import io.universalmiddleware.persistence.configuration.Revision;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes drafts a revision: all of them or none, in the caller's transaction, which holds the configuration's lock.
 *
 * <p>The drafts are written first and judged as they then stand together, so that one revision may take a name from one entry and
 * give it to another. Whoever throws in the transaction undoes them.
 */
@Dependent
class Committing {
    private static final int NAMED = 5;

    /** An event costs a delivery for each. */
    private static final int MOST_WEBHOOKS = 100;

    private final EntryRepository entries;
    private final History history;
    private final Event<ConfigurationChanged> changed;
    private final Clock clock;
    private final AddressGuard guard;
    private final String edgeDomain;
    private final boolean plainWebhooks;

    @Inject
    Committing(
            EntryRepository entries,
            History history,
            Event<ConfigurationChanged> changed,
            Clock clock,
            Settings settings) {
        this.entries = entries;
        this.history = history;
        this.changed = changed;
        this.clock = clock;
        guard = new AddressGuard(settings.get(AllowedNetworks.SETTING));
        edgeDomain = settings.get(EdgeDomain.SETTING);
        plainWebhooks = settings.get(WebhookSettings.ALLOW_HTTP);
    }

    /**
     * The next revision, which makes every draft so; at least one. Their documents are valid as such.
     *
     * @throws io.universalmiddleware.contracts.problem.ProblemException if one refers to what is not there or must not be (400), or
     *     takes what another has or others need (409)
     */
    Revision commit(Administrator by, String action, @Nullable String note, List<Draft> drafts) {
        Map<UUID, Definition> definitions = definitions(by, drafts);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long number = history.last() + 1;
        write(drafts, definitions, number, now);
        refuseMissing(drafts, definitions);
        refuseCrowded(drafts, definitions);
        refuseContested(drafts, definitions);
        refuseInUse(drafts, definitions);
        Revision revision = new Revision(
                number,
                now,
                by.actor(),
                action,
                note,
                drafts.stream()
                        .map(draft -> change(draft, definitions.get(draft.id())))
                        .toList());
        history.append(by, revision);
        changed.fire(new ConfigurationChanged(number));
        return revision;
    }

    private Map<UUID, Definition> definitions(Administrator by, List<Draft> drafts) {
        Map<UUID, Definition> definitions = new HashMap<>();
        Violations all = new Violations();
        for (Draft draft : drafts) {
            @Nullable Definition definition = draft.definition();
            if (definition == null) {
                continue;
            }
            Violations found = new Violations();
            if (draft.before() != null) {
                checkTenant(definition, draft.before(), found);
            }
            if (found.isEmpty() && !by.manages(definition.tenant())) {
                throw Refusing.noTenant(definition.tenant());
            }
            if (found.isEmpty() && definition instanceof TenantDefinition tenant) {
                GivingDomains.check(by, edgeDomain, tenant, draft.before(), found);
            }
            if (definition instanceof OriginDefinition origin) {
                origin.pool().refusals(guard).forEach(found::add);
            }
            if (definition instanceof WebhookDefinition endpoint) {
                endpoint.webhook().refusal(guard, plainWebhooks).ifPresent(why -> found.add("/url", why));
            }
            if (definition instanceof ProviderDefinition provider) {
                provider.refusal(guard).ifPresent(why -> found.add("/issuer", why));
            }
            found.list().forEach(violation -> all.add(draft.at() + violation.pointer(), violation.message()));
            definitions.put(draft.id(), definition);
        }
        Refusing.ifAny(all);
        return definitions;
    }

    private static void checkTenant(Definition definition, Entry before, Violations violations) {
        if (!definition.tenant().equals(before.tenant())) {
            violations.add(
                    definition.kind() == Kind.TENANT ? "/slug" : "/tenant",
                    "cannot be changed: it is '" + before.tenant() + "'");
        }
    }

    private void write(List<Draft> drafts, Map<UUID, Definition> definitions, long number, Instant now) {
        entries.deleteAll(drafts.stream()
                .filter(draft -> draft.after() == null)
                .map(Draft::id)
                .toList());
        List<Entry> created = new ArrayList<>();
        List<Entry> updated = new ArrayList<>();
        for (Draft draft : drafts) {
            @Nullable ObjectNode after = draft.after();
            @Nullable Entry before = draft.before();
            if (after != null) {
                Definition definition = Objects.requireNonNull(definitions.get(draft.id()));
                (before == null ? created : updated)
                        .add(new Entry(
                                draft.id(),
                                draft.kind().plural(),
                                definition.tenant(),
                                definition.name(),
                                after,
                                definition.references().keySet(),
                                definition.claims().keySet(),
                                number,
                                before == null ? now : before.createdAt(),
                                now));
            }
        }
        entries.updateAll(updated);
        entries.insertAll(created);
    }

    private void refuseMissing(List<Draft> drafts, Map<UUID, Definition> definitions) {
        Map<UUID, Draft> byId = drafts.stream().collect(Collectors.toMap(Draft::id, draft -> draft));
        Violations violations = new Violations();
        entries.missing(definitions.keySet()).forEach(missing -> {
            Draft draft = Objects.requireNonNull(byId.get(missing.id()));
            Definition definition = Objects.requireNonNull(definitions.get(missing.id()));
            violations.add(
                    draft.at() + definition.references().getOrDefault(missing.key(), ""),
                    "there is no " + told(missing.key()));
        });
        Refusing.ifAny(violations);
    }

    private void refuseCrowded(List<Draft> drafts, Map<UUID, Definition> definitions) {
        Set<String> tenants = drafts.stream()
                .filter(draft -> draft.kind() == Kind.WEBHOOK && draft.before() == null)
                .map(draft -> definitions.get(draft.id()))
                .filter(Objects::nonNull)
                .map(Definition::tenant)
                .collect(Collectors.toSet());
        if (!tenants.isEmpty()) {
            entries.crowded(Kind.WEBHOOK.plural(), tenants, MOST_WEBHOOKS).stream()
                    .findFirst()
                    .ifPresent(tenant -> {
                        throw Refusing.conflict(
                                "Tenant '" + tenant + "' would have more than " + MOST_WEBHOOKS + " webhooks.",
                                List.of());
                    });
        }
    }

    private void refuseContested(List<Draft> drafts, Map<UUID, Definition> definitions) {
        Set<String> keys = new HashSet<>();
        Set<String> claims = new HashSet<>();
        definitions.values().forEach(definition -> {
            keys.add(definition.key());
            claims.addAll(definition.claims().keySet());
        });
        Set<String> contested = entries.contested(claims, keys);
        if (contested.isEmpty()) {
            return;
        }
        Violations violations = new Violations();
        for (Draft draft : drafts) {
            @Nullable Definition definition = definitions.get(draft.id());
            if (definition != null) {
                if (contested.contains(definition.key())) {
                    violations.add(
                            draft.at() + (draft.kind() == Kind.TENANT ? "/slug" : "/name"),
                            "is taken by another " + draft.kind().singular());
                }
                definition.claims().forEach((claim, pointer) -> {
                    if (contested.contains(claim)) {
                        violations.add(
                                draft.at() + pointer,
                                "is taken by another " + draft.kind().singular());
                    }
                });
            }
        }
        throw Refusing.conflict("What must be unique is there already.", violations.list());
    }

    private void refuseInUse(List<Draft> drafts, Map<UUID, Definition> definitions) {
        Set<String> gone = new TreeSet<>();
        drafts.stream()
                .map(Draft::before)
                .filter(Objects::nonNull)
                .map(Entry::key)
                .forEach(gone::add);
        definitions.values().stream().map(Definition::key).forEach(gone::remove);
        List<EntryRepository.InUse> users = gone.isEmpty() ? List.of() : entries.using(gone);
        if (!users.isEmpty()) {
            String named = users.stream()
                    .limit(NAMED)
                    .map(use -> told(use.kind() + '/' + use.tenant() + '/' + use.name()))
                    .collect(Collectors.joining(", "));
            throw Refusing.conflict(
                    told(users.get(0).key()) + " is in use by " + named
                            + (users.size() > NAMED ? " and " + (users.size() - NAMED) + " more." : "."),
                    users.stream()
                            .map(use -> new Violation(
                                    '/' + use.kind() + '/' + use.tenant() + '/' + use.name(),
                                    "needs " + told(use.key())))
                            .toList());
        }
    }

    private static Change change(Draft draft, @Nullable Definition definition) {
        @Nullable Entry before = draft.before();
        return new Change(
                draft.id(),
                draft.kind().plural(),
                definition == null ? Objects.requireNonNull(before).tenant() : definition.tenant(),
                definition == null ? Objects.requireNonNull(before).name() : definition.name(),
                before == null ? null : before.document(),
                draft.after());
    }

    /** A key as people say it: {@code origin shop/backend}. */
    private static String told(String key) {
        String[] parts = key.split("/", 3);
        String kind = Kind.ofPlural(parts[0]).map(Kind::singular).orElse(parts[0]);
        String name =
                parts[0].equals(Kind.TENANT.plural()) || parts[1].isEmpty() ? parts[2] : parts[1] + '/' + parts[2];
        return kind + " '" + name + "'";
    }
}
