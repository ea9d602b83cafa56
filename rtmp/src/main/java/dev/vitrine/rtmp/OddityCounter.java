package dev.vitrine.rtmp;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;

/** Counts one connection's oddities and passes them on. */
final class OddityCounter {

    private final InetSocketAddress remote;
    private final RtmpObserver observer;
    private final Map<Oddity, Long> counts = new EnumMap<>(Oddity.class);

    OddityCounter(InetSocketAddress remote, RtmpObserver observer) {
        this.remote = remote;
        this.observer = observer;
    }

    void count(Oddity oddity, String detail) {
        observer.oddity(remote, oddity, detail, counts.merge(oddity, 1L, Long::sum));
    }
}
