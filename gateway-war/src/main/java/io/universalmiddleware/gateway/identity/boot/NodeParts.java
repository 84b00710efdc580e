package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.gateway.identity.mail.DeliveringMail;
import io.universalmiddleware.gateway.identity.mail.MailSettings;
import io.universalmiddleware.gateway.identity.mail.PostBag;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.VerifiedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.Optional;

/** Puts together what runs with a node. */
@ApplicationScoped
public class NodeParts {

    @Produces
    @Dependent
    FollowingIdentity following(
            FollowedIdentity followed,
            Revocations revocations,
            KeyRing ring,
            TokenVerifier verifier,
            VerifiedTokens tokens,
            Clock clock) {
        return new FollowingIdentity(followed, revocations, ring, verifier, tokens, clock);
    }

    @Produces
    @Dependent
    TidyingIdentity tidying(
            UselessIdentity useless, UselessOfProviders ofProviders, UselessGrants grants, Clock clock) {
        return new TidyingIdentity(useless, ofProviders, grants, clock);
    }

    @Produces
    @Dependent
    Delivery delivery(PostBag bag, Sealing sealing, MailSettings settings, Clock clock) {
        return new Delivery(settings.server().map(server -> new DeliveringMail(bag, sealing, server, settings, clock)));
    }

    /** What hands over mail, if it knows where to. */
    record Delivery(Optional<DeliveringMail> mail) {}
}
