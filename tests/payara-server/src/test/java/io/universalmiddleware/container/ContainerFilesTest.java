package io.universalmiddleware.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ContainerFilesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path DIRECTORY = ROOT.resolve("server-config/container");

    /** What an instruction may begin with (Dockerfile reference), as far as it is wanted here. */
    private static final Pattern INSTRUCTION =
            Pattern.compile("(FROM|RUN|COPY|WORKDIR|USER|ENV|VOLUME|EXPOSE|HEALTHCHECK|STOPSIGNAL|ENTRYPOINT) .*");

    /** Keys of a service (Compose specification) that are used here. */
    private static final Set<String> SERVICE_KEYS = Set.of(
            "image",
            "build",
            "depends_on",
            "environment",
            "secrets",
            "volumes",
            "ports",
            "healthcheck",
            "restart",
            "command",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "mem_limit",
            "stop_grace_period");

    private static final Pattern PINNED = Pattern.compile("[a-z./-]+:\\d+\\.\\d+[\\w.-]*");
    private static final Pattern OURS = Pattern.compile("\\b(UM|MP)_[A-Z_]+");
    private static final Pattern SECRET = Pattern.compile("(?i)password|secret|private|token");

    @Test
    void theImageIsMadeOfKnownInstructionsFromAPinnedRuntime() throws IOException {
        Dockerfile image = dockerfile();

        assertThat(image.instructions())
                .allMatch(line -> INSTRUCTION.matcher(line).matches());
        assertThat(image.instructions().get(0)).startsWith("FROM ");
        assertThat(image.all("FROM")).singleElement().satisfies(base -> {
            assertThat(base).matches(PINNED).contains("-jre-");
        });
    }

    @Test
    void theImageRunsAsNobodyInParticularAndSaysHowItIs() throws IOException {
        Dockerfile image = dockerfile();

        assertThat(image.all("USER"))
                .singleElement()
                .satisfies(user -> assertThat(user).matches("[1-9]\\d*:[1-9]\\d*"));
        assertThat(image.instructions().indexOf("USER " + image.all("USER").get(0)))
                .as("nothing is installed after it")
                .isGreaterThan(lastOf(image, "RUN"))
                .isGreaterThan(lastOf(image, "COPY"));
        assertThat(image.all("HEALTHCHECK"))
                .singleElement()
                .satisfies(check -> assertThat(check).contains("/health/ready").contains("--start-period="));
        assertThat(image.all("ENTRYPOINT"))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .as("exec form, so that signals arrive")
                        .startsWith("[\"java\""));
    }

    @Test
    void theImageCarriesTheUberJarAndNoSecret() throws IOException {
        Dockerfile image = dockerfile();

        assertThat(image.all("COPY"))
                .singleElement()
                .satisfies(copy -> assertThat(copy).contains("server-config/micro/target/universal-middleware.jar"));
        assertThat(image.all("ENV")).noneMatch(line -> SECRET.matcher(line).find());
    }

    @Test
    void theComposeFileHasTheWholeStackPinnedWatchedAndPrivate() throws IOException {
        Map<String, Map<String, Object>> services = services();

        assertThat(services).containsOnlyKeys("postgres", "kafka", "redis", "platform");
        services.forEach((name, service) -> {
            assertThat(SERVICE_KEYS).as(name).containsAll(service.keySet());
            if (!name.equals("platform")) {
                assertThat(service.get("image").toString()).matches(PINNED);
                assertThat(service).containsKey("healthcheck").doesNotContainKey("ports");
            }
        });
        assertThat(services.get("platform"))
                .containsEntry("read_only", true)
                .containsEntry("tmpfs", List.of("/tmp"))
                .containsEntry("cap_drop", List.of("ALL"));
        assertThat(list(services.get("platform").get("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void theComposeFileNamesOnlyWhatItDefinesAndNoSecretInClear() throws IOException {
        Map<String, Object> compose = compose();

        assertThat(map(compose.get("volumes"))).containsOnlyKeys("postgres", "kafka", "redis", "platform");
        assertThat(map(compose.get("secrets")).keySet())
                .containsAll(list(services().get("platform").get("secrets")));
        services()
                .values()
                .forEach(service -> map(service.getOrDefault("environment", Map.of()))
                        .forEach((name, value) -> {
                            if (name.contains("PASSWORD")) {
                                assertThat(value.toString()).as(name).startsWith("${");
                            }
                        }));
    }

    @Test
    void everySettingThatTheyNameIsDocumented() throws IOException {
        String documented = Files.readString(ROOT.resolve("docs/configuration.md"));
        Set<String> named = new TreeSet<>();
        for (String line : dockerfile().instructions()) {
            named.addAll(found(line));
        }
        named.addAll(map(services().get("platform").get("environment")).keySet());

        assertThat(named).hasSizeGreaterThan(6).allMatch(name -> documented.contains('`' + name + '`'));
    }

    private static int lastOf(Dockerfile image, String keyword) {
        List<String> all = image.all(keyword);
        return image.instructions().indexOf(keyword + ' ' + all.get(all.size() - 1));
    }

    private static List<String> found(String line) {
        List<String> names = new ArrayList<>();
        Matcher matcher = OURS.matcher(line);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static Dockerfile dockerfile() throws IOException {
        return Dockerfile.read(DIRECTORY.resolve("Dockerfile"));
    }

    private static Map<String, Object> compose() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return map(new Yaml(new SafeConstructor(strict)).load(Files.readString(DIRECTORY.resolve("compose.yaml"))));
    }

    private static Map<String, Map<String, Object>> services() throws IOException {
        return map(compose().get("services")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> map(entry.getValue())));
    }

    private static Map<String, Object> map(Object yaml) {
        return ((Map<?, ?>) yaml)
                .entrySet().stream()
                        .collect(
                                java.util.LinkedHashMap::new,
                                (map, entry) -> map.put(entry.getKey().toString(), entry.getValue()),
                                Map::putAll);
    }

    private static List<String> list(Object yaml) {
        return ((List<?>) yaml).stream().map(Object::toString).toList();
    }
}
