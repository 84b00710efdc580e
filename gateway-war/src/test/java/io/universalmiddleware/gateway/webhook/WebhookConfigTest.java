package io.universalmiddleware.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.gateway.document.Section;
import io.universalmiddleware.gateway.document.Violations;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookConfigTest {
    private static final AddressGuard GUARD = new AddressGuard(AllowedNetworks.NONE);

    private final Violations violations = new Violations();

    @Test
    void readsAWholeDocument() throws Exception {
        WebhookConfig config =
                read("{'url':'https://hooks.example/in?x=1','events':['gopro.CourseCreated','shop.*'],'enabled':false,"
                        + "'description':'d','headers':{'X-Team':'blue one'},'requestsPerSecond':5}");

        assertThat(violations.isEmpty()).isTrue();
        assertThat(config.port()).isEqualTo(443);
        assertThat(config.enabled()).isFalse();
        assertThat(config.perSecond()).isEqualTo(5);
        assertThat(config.headers()).containsEntry("X-Team", "blue one");
    }

    @ParameterizedTest
    @CsvSource({
        "gopro.CourseCreated, gopro.CourseCreated, true",
        "gopro.CourseCreated, gopro.CourseCreatedTwice, false",
        "gopro.*, gopro.CourseCreated, true",
        "gopro.*, goproCourse, false",
        "gopro.Course*, gopro.CourseCreated, true",
        "*, shop.Sold, true",
        "*, um.CommandSettled, false",
        "um.*, um.CommandSettled, true",
        "um.CommandSettled, um.CommandSettled, true"
    })
    void wantsTypesByNameAndByTheirBeginning(String wanted, String type, boolean wants) throws Exception {
        assertThat(read("{'url':'https://a.example','events':['" + wanted + "']}")
                        .events()
                        .wants(type))
                .isEqualTo(wants);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example",
                "ftp://hooks.example",
                "https:///path",
                "https://user:secret@hooks.example",
                "https://hooks.example/#x",
                "https://hooks.example:0/",
                "https://hooks.example:70000/",
                "https://hooks.example/a b",
                "https://hooks.example/\\r\\nHost: x",
                "file:///etc/passwd",
                "https://übung.example/",
                "https://a_b..example:x/"
            })
    void anUrlOfAnotherFormIsNamed(String url) throws Exception {
        read("{'url':'" + url + "','events':['*']}");

        assertThat(violations.list()).extracting(Violation::pointer).contains("/url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**", "a*b", " gopro", "gopro/x", "*.x", "gopro.*\\u0000"})
    void anEventTypeOfAnotherFormIsNamed(String type) throws Exception {
        read("{'url':'https://a.example','events':['" + type + "']}");

        assertThat(violations.list()).extracting(Violation::pointer).contains("/events/0");
    }

    @ParameterizedTest
    @CsvSource({
        "Host, x",
        "webhook-id, x",
        "Webhook-Signature, x",
        "Content-Length, 1",
        "Transfer-Encoding, chunked",
        "X-Forwarded-For, 1.2.3.4",
        "Proxy-Authorization, x",
        "X Y, x",
        "X-Ok, 'é'"
    })
    void aHeaderThatIsThePlatformsOrNoneIsNamed(String name, String value) throws Exception {
        read("{'url':'https://a.example','events':['*'],'headers':{'" + name + "':'" + value + "'}}");

        assertThat(violations.list())
                .extracting(Violation::pointer)
                .singleElement()
                .asString()
                .startsWith("/headers/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::ffff:10.0.0.1]/",
                "https://10.1.2.3:8443/"
            })
    void anAddressInTheHouseIsRefused(String url) throws Exception {
        assertThat(read("{'url':'" + url + "','events':['*']}").refusal(GUARD, true))
                .isPresent();
    }

    @Test
    void httpIsRefusedUnlessItIsAllowed() throws Exception {
        WebhookConfig plain = read("{'url':'http://hooks.example','events':['*']}");

        assertThat(plain.refusal(GUARD, false)).get().asString().contains("um.webhook.allow-http");
        assertThat(plain.refusal(GUARD, true)).isEmpty();
    }

    private WebhookConfig read(String json) throws Exception {
        Section section = Section.of(new ObjectMapper().readTree(json.replace('\'', '"')), violations);
        WebhookConfig config = WebhookConfig.read(section);
        section.end();
        return config;
    }
}
