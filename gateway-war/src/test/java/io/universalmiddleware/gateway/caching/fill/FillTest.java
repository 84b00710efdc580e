package io.universalmiddleware.gateway.caching.fill;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.caching.rule.Vary;
import io.universalmiddleware.gateway.http.FieldList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FillTest {
    private final FillBudget budget = new FillBudget(10_000_000);
    private final Origin origin = new Origin();

    @Property(tries = 200)
    void everyReaderReadsTheWholeAtItsOwnPace(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int pieces) {
        Random random = new Random(seed);
        Fill fill = fill(-1, 1_000_000);
        List<Client> clients = new ArrayList<>();
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(3) == 0) {
                clients.add(Client.of(fill));
            }
            String piece = "p" + i + ' ';
            sent.append(piece);
            fill.onNext(bytes(piece));
            for (Client client : clients) {
                client.take(random.nextInt(3));
            }
        }
        clients.add(Client.of(fill));
        fill.onComplete();
        clients.forEach(client -> client.take(100));

        assertThat(fill.whole().join()).isEqualTo(bytes(sent.toString()));
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.text()).isEqualTo(sent.toString());
            assertThat(client.ended).isEqualTo("complete");
        });
        assertThat(budget.taken()).isZero();
    }

    @Test
    void goesOnWithoutReadersAndWhateverTheyDo() {
        Fill fill = fill(-1, 1_000_000);
        Client leaves = Client.of(fill);
        Client.of(fill); // never takes anything
        fill.onNext(bytes("a"));
        leaves.subscription.cancel();
        fill.onNext(bytes("b"));
        fill.onComplete();

        assertThat(origin.wanted).isEqualTo(3);
        assertThat(fill.whole().join()).isEqualTo(bytes("ab"));
    }

    @Test
    void aBodyThatOutgrowsTheBoundIsPassedOnAndNotStored() {
        Fill fill = fill(-1, 10);
        Client client = Client.of(fill);
        client.take(100);
        for (int i = 0; i < 30; i++) {
            fill.onNext(bytes("piece" + i));
        }
        fill.onComplete();

        assertThat(fill.whole()).isCompletedExceptionally();
        assertThat(client.text()).startsWith("piece0").endsWith("piece29");
        assertThat(client.ended).isEqualTo("complete");
        assertThat(fill.reader()).as("the first byte is gone").isNull();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aStreamGoesAsFastAsItsFastestReaderAndCutsWhoeverHoldsItUp() {
        Fill fill = fill(-1, 100_000);
        Client fast = Client.of(fill);
        Client slow = Client.of(fill);
        fast.take(Integer.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            fill.onNext(new byte[10_000]);
        }

        assertThat(fast.bytes()).isEqualTo(1_000_000);
        assertThat(slow.ended).isEqualTo("error");
        assertThat(origin.wanted).isEqualTo(101);
        fill.onComplete();
        assertThat(fast.ended).isEqualTo("complete");
    }

    @Test
    void aStreamsOnlyReaderHoldsItsOriginBack() {
        Fill fill = fill(-1, 100_000);
        Client slow = Client.of(fill);
        int sent = 0;
        while (origin.wanted > sent && sent < 1_000) {
            fill.onNext(new byte[10_000]);
            sent++;
        }

        assertThat(sent).isBetween(25, 40);
        slow.take(20);
        assertThat(origin.wanted).isEqualTo(sent + 1);
        assertThat(slow.ended).isEmpty();
    }

    @Test
    void aStreamThatNobodyReadsAnyMoreEnds() {
        Fill fill = fill(-1, 10);
        Client client = Client.of(fill);
        client.take(100);
        fill.onNext(new byte[100]);
        assertThat(origin.cancelled).isFalse();

        client.subscription.cancel();

        assertThat(origin.cancelled).isTrue();
    }

    @Test
    void aFailureIsToldToReadersAndNothingIsStored() {
        Fill fill = fill(-1, 1_000);
        Client client = Client.of(fill);
        client.take(1);
        fill.onNext(bytes("a"));
        fill.onError(new IllegalStateException("died"));

        assertThat(client.ended).isEqualTo("error");
        assertThat(fill.whole()).isCompletedExceptionally();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aBodyShorterThanItsLengthIsAFailure() {
        Fill fill = fill(5, 1_000);
        fill.onNext(bytes("abc"));
        fill.onComplete();

        assertThat(fill.whole()).isCompletedExceptionally();
    }

    @Test
    void whereTheBudgetIsSpentBodiesArePassedOn() {
        FillBudget small = new FillBudget(5);
        Fill fill = new Fill(200, new FieldList(), Vary.NOTHING, "", List.of(), -1, 1_000, small);
        fill.onSubscribe(origin);
        Client client = Client.of(fill);
        client.take(9);
        fill.onNext(bytes("abcdefgh"));
        fill.onComplete();

        assertThat(client.text()).isEqualTo("abcdefgh");
        assertThat(fill.whole()).isCompletedExceptionally();
        assertThat(small.taken()).isZero();
    }

    private Fill fill(long length, int bound) {
        Fill fill = new Fill(200, new FieldList(), Vary.NOTHING, "", List.of(), length, bound, budget);
        fill.onSubscribe(origin);
        return fill;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Counts what it is asked for. */
    private static final class Origin implements Flow.Subscription {
        long wanted;
        boolean cancelled;

        @Override
        public void request(long count) {
            wanted += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Takes pieces when it is told to. */
    private static final class Client implements Flow.Subscriber<byte[]> {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        Flow.Subscription subscription;
        String ended = "";

        static Client of(Fill fill) {
            Client client = new Client();
            fill.reader().subscribe(client);
            return client;
        }

        void take(int pieces) {
            if (pieces > 0) {
                subscription.request(pieces);
            }
        }

        String text() {
            return got.toString(StandardCharsets.UTF_8);
        }

        int bytes() {
            return got.size();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(byte[] piece) {
            got.writeBytes(piece);
        }

        @Override
        public void onError(Throwable failure) {
            ended = "error";
        }

        @Override
        public void onComplete() {
            ended = "complete";
        }
    }
}
