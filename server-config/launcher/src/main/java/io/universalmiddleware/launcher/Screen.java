package io.universalmiddleware.launcher;

import io.universalmiddleware.launcher.stack.Addresses;
import io.universalmiddleware.launcher.stack.PartState;
import io.universalmiddleware.launcher.stack.Stack;

/** What one sees of an installation: each part with address and state, the demo tenant, and something to try. */
final class Screen {
    private final Stack stack;

    Screen(Stack stack) {
        this.stack = stack;
    }

    /** Prints it, and answers whether every part is up. */
    boolean print() {
        Addresses at = stack.addresses();
        boolean allUp = true;
        System.out.println();
        for (PartState part : PartState.of(stack)) {
            allUp &= part.up();
            System.out.printf("  %-12s %-48s %s%n", part.name(), part.address(), part.words());
        }
        System.out.printf("""

                  tenant       %s, user %s (a token: ./um token; live: %s)

                  mail         is caught: ./um mail

                  Create a course and see it done:

                curl -s %s/api/v1/commands -H "Authorization: Bearer $(./um token)" -H 'Prefer: wait=5' \\
                  -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%%s)" \\
                  -d '{"type":"gopro.CreateCourse","aggregateId":"sailing-'$(date +%%s)'","payload":{"title":"Sailing","lessons":[{"slug":"knots","title":"Knots"}]}}'

                  All of it at work: ./um demo | what happened: ./um logs | the end: ./um down
                """, Demonstration.TENANT, Demonstration.USER, at.webSocket(), at.edge());
        return allUp;
    }
}
