package io.universalmiddleware.gateway.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.document.Documents;
import io.universalmiddleware.gateway.http.FieldList;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisturbancesTest {

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, false",
        "11.1.2.3, true",
        "2001:db8::7, false",
        "2001:db9::7, true",
        "unknown, true",
        "localhost, true",
        "'', true"
    })
    void maintenanceLetsOnlyTheAllowedIn(String address, boolean turnedAway) {
        Maintenance maintenance =
                Documents.read(Maintenance::read, "{'allow':['10.0.0.0/8','2001:db8::/32'],'retryAfter':'2m'}");

        assertThat(maintenance.turnsAway(address)).isEqualTo(turnedAway);
        assertThat(maintenance.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void maintenanceCanBePreparedAndOff() {
        assertThat(Documents.read(Maintenance::read, "{'enabled':false}").turnsAway("1.2.3.4"))
                .isFalse();
    }

    @Test
    void aFaultIsForThoseWhoAskForIt() {
        Fault fault = Documents.read(
                Fault::read,
                "{'delay':{'percent':12.5,'duration':'250ms'},'abort':{'status':500},'headers':{'X-Fault':'on'}}");

        assertThat(fault.delayed()).isEqualTo(1_250);
        assertThat(fault.delay()).isEqualTo(Duration.ofMillis(250));
        assertThat(fault.aborted()).isEqualTo(Buckets.COUNT);
        assertThat(fault.status()).isEqualTo(500);
        assertThat(fault.conditions().hold(FieldList.of("x-fault", "on"))).isTrue();
        assertThat(fault.conditions().hold(new FieldList())).isFalse();
    }

    @Test
    void aMirrorHasItsDefaults() {
        assertThat(Documents.read(Mirror::read, "{'origin':'shadow'}"))
                .isEqualTo(new Mirror("shadow", Buckets.COUNT, 65_536, 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'allow':['everybody']}", "{'retryAfter':'0s'}", "{'until':'tomorrow'}"})
    void namesWhatIsWrongInMaintenance(String document) {
        assertThat(Documents.wrongIn(Maintenance::read, document)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'delay':{'percent':101}}",
                "{'delay':{'duration':'1h'}}",
                "{'abort':{'status':200}}",
                "{'abort':{'headers':{}}}"
            })
    void namesWhatIsWrongInAFault(String document) {
        assertThat(Documents.wrongIn(Fault::read, document)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'origin':'a','percent':-1}", "{'origin':'a','inFlight':0}"})
    void namesWhatIsWrongInAMirror(String document) {
        assertThat(Documents.wrongIn(Mirror::read, document)).hasSize(1);
    }
}
