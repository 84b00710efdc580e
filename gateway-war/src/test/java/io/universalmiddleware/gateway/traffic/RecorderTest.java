package io.universalmiddleware.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.filter.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private final Clock noon = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void countsEverythingAndShedsEntriesBeforeItHurts() {
        Traffic traffic = new Traffic(10, noon);
        Recorder recorder = traffic.recorder(1);

        for (int i = 0; i < 500; i++) {
            recorder.ended(TestRequest.of("shop", "all", 200));
        }
        for (int i = 0; i < 500; i++) {
            recorder.ended(TestRequest.of("shop", "all", 502));
        }
        recorder.handOver();
        Window window = traffic.take();

        assertThat(window.requests()).isEqualTo(1_000);
        assertThat(window.entries().stream().filter(entry -> entry.status() == 200))
                .hasSize(76);
        assertThat(window.entries().stream().filter(entry -> entry.status() == 502))
                .hasSize(24);
        assertThat(window.shed()).isEqualTo(900);
        assertThat(window.lines()).isEqualTo(1_000);
        for (int line = 0; line < 1_000; line++) {
            assertThat(window.owner(line)).isEqualTo(new TestRequest.Owner("shop", "all"));
            assertThat(window.origin(line)).isEqualTo("demo");
            assertThat(window.caller(line)).isEqualTo(Caller.ANONYMOUS);
            assertThat(window.client(line)).isEqualTo("192.0.2.1");
            assertThat(window.status(line)).isEqualTo(line < 500 ? 200 : 502);
            assertThat(window.nanos(line)).isEqualTo(10_000_000);
            assertThat(window.received(line)).isEqualTo(3);
            assertThat(window.sent(line)).isEqualTo(7);
        }
    }

    @Test
    void aRouteSaysWhatIsKept() {
        Traffic traffic = new Traffic(10_000, noon);
        Recorder recorder = traffic.recorder(1);
        RouteLog none = new RouteLog(RouteLog.Keep.NONE, 1);
        RouteLog some = new RouteLog(RouteLog.Keep.SAMPLED, 0.1);

        for (int i = 0; i < 300; i++) {
            recorder.ended(TestRequest.of("shop", "none", 500).logged(none));
            recorder.ended(TestRequest.of("shop", "some", 200).logged(some));
            recorder.ended(TestRequest.of("shop", "some", 500).logged(some));
        }
        recorder.handOver();
        Window window = traffic.take();

        assertThat(window.requests()).isEqualTo(900);
        assertThat(window.entries()).noneMatch(entry -> entry.route().equals("none"));
        assertThat(window.entries().stream().filter(entry -> entry.status() == 500))
                .hasSize(300);
        assertThat(window.entries().stream().filter(entry -> entry.status() == 200))
                .hasSizeBetween(2, 120);
        assertThat(window.unsampled() + window.entries().size() + window.shed()).isEqualTo(900);
    }

    @Test
    void handsOverBeforeAWindowIsLarge() {
        Traffic traffic = new Traffic(0, noon);
        Recorder recorder = traffic.recorder(1);
        for (int i = 0; i < 2_500; i++) {
            recorder.ended(TestRequest.of("shop", "all", 200));
        }

        assertThat(traffic.take().lines()).isEqualTo(1_024);
        assertThat(traffic.take().lines()).isEqualTo(1_024);
        assertThat(traffic.take()).isNull();
    }

    @Test
    void tellsHowManyAWindowCouldNotHoldWhenNobodyTakesAny() {
        Traffic traffic = new Traffic(0, noon);
        Recorder recorder = traffic.recorder(1);
        TestRequest request = TestRequest.of("shop", "all", 200);
        for (int i = 0; i < 1_000_000; i++) {
            recorder.ended(request);
        }

        long held = 0;
        for (Window window = traffic.take(); window != null; window = traffic.take()) {
            assertThat(window.requests()).isEqualTo(window.lines());
            held += window.lines();
        }
        recorder.handOver();
        Window last = traffic.take();
        assertThat(last.requests()).isGreaterThan(last.lines()).isEqualTo(1_000_000 - held);
    }

    @Test
    void goesOnWithItsWindowWhileNobodyTakesAny() {
        Traffic traffic = new Traffic(1_000, noon);
        Recorder recorder = traffic.recorder(1);
        for (int i = 0; i < 2_000; i++) {
            recorder.ended(TestRequest.of("shop", "all", 200));
            recorder.handOver();
        }

        long seen = 0;
        for (Window window = traffic.take(); window != null; window = traffic.take()) {
            seen += window.requests();
        }
        recorder.handOver();
        Window rest = traffic.take();

        assertThat(seen + rest.requests()).isEqualTo(2_000);
    }

    @Test
    void recordsNothingWhereItIsOff() {
        Traffic traffic = Traffic.off();
        Recorder recorder = traffic.recorder(2);
        recorder.ended(TestRequest.of("shop", "all", 200));
        recorder.handOver();

        assertThat(traffic.take()).isNull();
    }
}
