package dev.vitrine.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // nanoTime may begin anywhere

    @Test
    void aBurst_thenTheRate_thenAfterARestTheBurstAgain() {
        Pace pace = Pace.ofOne(2, 5, now::get);
        for (int i = 0; i < 5; i++) {
            assertThat(pace.ask(0)).isZero();
        }
        assertThat(pace.ask(0)).isEqualTo(500_000_000);
        assertThat(pace.ask(0)).as("who is refused pays nothing").isEqualTo(500_000_000);
        pass(500);
        assertThat(pace.ask(0)).isZero();
        assertThat(pace.ask(0)).isPositive();
        pass(60_000);
        for (int i = 0; i < 5; i++) {
            assertThat(pace.ask(0)).isZero();
        }
        assertThat(pace.ask(0)).isPositive();
    }

    @Test
    void askersHaveTheirOwn_whateverOthersAsk() throws Exception {
        Pace pace = new Pace(1, 1, Pace.MANY, now::get, 42);
        long greedy = Neighbourhood.of(InetAddress.getByName("192.0.2.1"));
        long modest = Neighbourhood.of(InetAddress.getByName("192.0.2.2"));
        assertThat(pace.ask(greedy)).isZero();
        assertThat(pace.ask(greedy)).isPositive();
        assertThat(pace.ask(modest)).isZero();
    }

    @Test
    void aNeighbourhood_isAnAddressOfIpv4_andANetworkOfIpv6() throws Exception {
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff::9")).isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2")).isEqualTo(of("::ffff:192.0.2.1"));
        assertThat(of("0.0.0.1")).isNotEqualTo(of("::1"));
    }

    @Test
    void aNetwork_containsWhatItsPrefixSays() throws Exception {
        assertThat(Network.parse("10.0.0.0/8").contains(InetAddress.getByName("10.255.1.2")))
                .isTrue();
        assertThat(Network.parse("10.0.0.0/8").contains(InetAddress.getByName("11.0.0.0")))
                .isFalse();
        assertThat(Network.parse("10.0.0.128/25").contains(InetAddress.getByName("10.0.0.127")))
                .isFalse();
        assertThat(Network.parse("10.0.0.1").contains(InetAddress.getByName("10.0.0.1")))
                .isTrue();
        assertThat(Network.parse("fd00::/8").contains(InetAddress.getByName("fdff::1")))
                .isTrue();
        assertThat(Network.parse("::/0").contains(InetAddress.getByName("10.0.0.1")))
                .isFalse();
    }

    private static long of(String address) throws Exception {
        return Neighbourhood.of(InetAddress.getByName(address));
    }

    private void pass(long millis) {
        now.addAndGet(millis * 1_000_000);
    }
}
