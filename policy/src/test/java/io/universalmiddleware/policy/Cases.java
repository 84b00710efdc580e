package io.universalmiddleware.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Inputs of every shape, drawn from a seed: the same everywhere. */
final class Cases {
    /** What the tenants of the cases have made of roles, within their admins' rights and beyond; admins and the operator's have some for some. */
    static final PolicyData DATA = PolicyData.of(
            "operator",
            grants(),
            Map.of(
                    "shop",
                            Map.of(
                                    "support",
                                    Set.of(
                                            "listDeadLetters",
                                            "retryDeadLetter",
                                            "verifyAudit",
                                            "submitCommand:shop.*",
                                            "submitCommand:school.Enrol@2",
                                            "readView:basket:{user}:*",
                                            "getCommand:@own",
                                            "publishToChannel:chat:*",
                                            "subscribeToChannel:na\u00efve:{user}"),
                                    "user",
                                    Set.of("createRoute")),
                    "operator", Map.of("support", Set.of("readStatus", "listAudit"))));

    private static final List<String> TENANTS = List.of("operator", "shop", "school", "naïve-ütf", "");
    private static final List<String> ROLES =
            List.of("admin", "user", "support", "Admin", "", "rôle", "operator", "\"},{");
    private static final List<String> ACTIONS = List.of(
            "submitCommand",
            "readView",
            "getCommand",
            "publishToChannel",
            "subscribeToChannel",
            "createRoute",
            "retryDeadLetter",
            "listDeadLetters",
            "listAudit",
            "verifyAudit",
            "readStatus",
            "rollBack",
            "unheardOf",
            "",
            "SUBMITCOMMAND",
            "ćevap\u0000\"\\");

    private static final List<String> NAMES = List.of(
            "shop.Order",
            "shop.",
            "school.Enrol",
            "basket:user1:7",
            "basket:user2:7",
            "basket:*",
            "chat:room",
            "chat:",
            "$secret",
            "na\u00efve:user1",
            "");
    private static final List<Map<String, String>> ATTRIBUTES = List.of(
            Map.of(),
            Map.of("version", "1"),
            Map.of("version", "2"),
            Map.of("publisher", "platform"),
            Map.of("\"", "{}"));

    private Cases() {}

    private static Grants grants() {
        Grants builtIn = Grants.builtIn();
        Map<String, Set<String>> roles = new HashMap<>(builtIn.roles());
        Set<String> admin = new HashSet<>(roles.getOrDefault("admin", Set.of()));
        admin.removeAll(Set.of("publishToChannel", "readView"));
        admin.addAll(Set.of("publishToChannel:chat:room", "readView:basket:user1:*"));
        roles.put("admin", admin);
        Set<String> operators = new HashSet<>(builtIn.operators());
        operators.add("readView:shop.*");
        return new Grants(roles, operators);
    }

    static List<Input> drawn(long seed, int count) {
        Random random = new Random(seed);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(new Input(
                    one(random, TENANTS),
                    "user" + random.nextInt(5) + (random.nextInt(4) == 0 ? "\u20ac\uD83D\uDE00" : ""),
                    some(random, ROLES),
                    some(random, List.of("read", "write")),
                    one(random, ACTIONS),
                    random.nextInt(3) == 0 ? null : resource(random)));
        }
        return inputs;
    }

    private static Input.Resource resource(Random random) {
        return new Input.Resource(
                one(random, List.of("command", "channel")),
                one(random, TENANTS),
                random.nextBoolean() ? null : "user1",
                random.nextInt(4) == 0 ? null : one(random, NAMES),
                one(random, ATTRIBUTES));
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static Set<String> some(Random random, List<String> of) {
        Set<String> some = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            some.add(one(random, of));
        }
        return some;
    }
}
