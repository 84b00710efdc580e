package io.universalmiddleware.gateway.policy;

import io.universalmiddleware.persistence.policy.PolicyActivation;
import io.universalmiddleware.persistence.policy.PolicyVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A policy source gives a process the active version, and takes what the process says of itself. Each call is a transaction. */
interface PolicySource {

    /** The activation that holds; empty as long as there was none. */
    Optional<PolicyActivation> last();

    Optional<PolicyVersion> version(long number);

    /** Says by which activation a process decides, and why by nothing later. */
    void report(String node, long activation, @Nullable String problem);

    /** Says that a process leaves. */
    void leave(String node);
}
