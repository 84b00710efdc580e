package io.universalmiddleware.gateway.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Guarded names finds the addresses of a host to which the platform may connect.
 *
 * <p>Who connects must connect to one of the addresses it gave, and not to the name: a name that is asked twice may answer
 * twice. Fails with {@link UnknownHostException} if there is no address, or none that the guard lets pass.
 */
public final class GuardedNames {
    private final Names names;
    private final AddressGuard guard;

    public GuardedNames(Names names, AddressGuard guard) {
        this.names = names;
        this.guard = guard;
    }

    /** @param host a name or an address */
    public CompletionStage<List<InetAddress>> addresses(String host) {
        return AddressGuard.literal(host)
                .map(address -> checked(host, List.of(address)))
                .orElseGet(() -> names.addresses(host)
                        .exceptionallyCompose(GuardedNames::unresolved)
                        .thenCompose(found -> checked(host, found)));
    }

    private static CompletionStage<List<InetAddress>> unresolved(Throwable fault) {
        UnknownHostException told = new UnknownHostException("the name cannot be resolved");
        told.initCause(fault);
        return CompletableFuture.failedFuture(told);
    }

    private CompletionStage<List<InetAddress>> checked(String host, List<InetAddress> found) {
        // without their names, so that nothing on the way can be tempted to ask for the name again
        List<InetAddress> bare = found.stream().map(AddressGuard::bare).toList();
        List<InetAddress> open = bare.stream()
                .filter(address -> guard.refusal(address).isEmpty())
                .toList();
        if (!open.isEmpty()) {
            return CompletableFuture.completedFuture(open);
        }
        String why = bare.stream()
                .flatMap(address -> guard.refusal(address).stream())
                .findFirst()
                .orElse("it has no address");
        return CompletableFuture.failedFuture(new UnknownHostException(host + ": " + why));
    }
}
