package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.check.Fetcher.Fetched;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.PreloadHint;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads one media playlist as a player does, by blocking reload where that is offered. A thread of its own. */
final class Follower {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_FAILURES = 5;
    /** Reloads after which the directives are tried, and between two tries of delta updates. */
    private static final int PROBE_AFTER = 3;

    private static final int UPDATES_EVERY = 40;

    private final URI playlist;
    private final Fetcher fetcher;
    private final Consumer<Observed> seen;
    private final long untilNanos;
    private final MediaFetcher media;
    private final DirectiveProbes probes;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    Follower(URI playlist, Fetcher fetcher, Consumer<Observed> seen, long untilNanos) {
        this.playlist = playlist;
        this.fetcher = fetcher;
        this.seen = seen;
        this.untilNanos = untilNanos;
        this.media = new MediaFetcher(playlist, fetcher, seen, untilNanos);
        this.probes = new DirectiveProbes(playlist, fetcher, seen);
        this.thread = new Thread(this::run, "hls check " + playlist.getPath());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void await() throws InterruptedException {
        done.await();
    }

    void close() throws InterruptedException {
        stop.countDown();
        thread.interrupt();
        media.close();
        probes.close();
        thread.join();
    }

    private void run() {
        try {
            follow();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException ours) {
            LOG.error("checking {} failed", playlist, ours);
        } finally {
            done.countDown();
        }
    }

    private void follow() throws InterruptedException {
        Directives asked = Directives.NONE;
        Duration patience = FIRST_PATIENCE;
        int failures = 0;
        for (int count = 0; System.nanoTime() < untilNanos && failures < MAX_FAILURES; count++) {
            Fetched fetched = fetcher.playlist(address(playlist, asked), patience);
            if (!fetched.http().found()) {
                seen.accept(new Observed.Refused(playlist.toString(), fetched.http(), asked));
                failures++;
                asked = Directives.NONE;
                pause(Duration.ofSeconds(1));
                continue;
            }
            failures = 0;
            PlaylistText text = new PlaylistText(playlist, fetched.text());
            Observed.Reload reload = new Observed.Reload(playlist.toString(), fetched.http(), text, asked);
            seen.accept(reload);
            if (text.media().isEmpty()) {
                pause(Duration.ofSeconds(1));
                continue;
            }
            MediaPlaylist now = text.media().get();
            media.fetch(text, now);
            patience = now.header().targetDuration().multipliedBy(4).plusSeconds(5);
            if (now.tail().endList()) {
                ended(reload);
                return;
            }
            asked = next(now);
            boolean canBlock = asked.msn().isPresent();
            if (canBlock && count == PROBE_AFTER) {
                probes.directives(now, patience);
            }
            if (canBlock && count % UPDATES_EVERY == PROBE_AFTER + 1) {
                probes.updates(now, asked, patience);
            }
            if (!canBlock) {
                pause(now.header().targetDuration().dividedBy(2));
            }
        }
    }

    /** All that is left is to read the media, and to ask again. */
    private void ended(Observed.Reload last) throws InterruptedException {
        media.drain();
        Fetched again = fetcher.playlist(playlist, FIRST_PATIENCE);
        if (again.http().found()) {
            seen.accept(new Observed.Reload(
                    playlist.toString(), again.http(), new PlaylistText(playlist, again.text()), Directives.NONE));
        }
        probes.ended(last.text().media().orElseThrow());
    }

    private void pause(Duration time) throws InterruptedException {
        long left = Math.min(time.toNanos(), untilNanos - System.nanoTime());
        if (left > 0 && stop.await(left, TimeUnit.NANOSECONDS)) {
            throw new InterruptedException();
        }
    }

    /** The next part, or the next segment where there are no parts. */
    static Directives next(MediaPlaylist playlist) {
        boolean block = playlist.header()
                .serverControl()
                .map(control -> control.canBlockReload())
                .orElse(false);
        int last = playlist.segments().size() - 1;
        if (!block || last < 0) {
            return Directives.NONE;
        }
        MediaSegment segment = playlist.segments().get(last);
        boolean open = segment.ending().isEmpty();
        boolean parts = playlist.header().partTarget().isPresent()
                && playlist.tail().hints().stream().map(PreloadHint::type).anyMatch("PART"::equals);
        long msn = open ? playlist.msn(last) : playlist.msn(last) + 1;
        return new Directives(
                OptionalLong.of(msn),
                parts ? OptionalInt.of(open ? segment.parts().size() : 0) : OptionalInt.empty(),
                Directives.Skip.NO);
    }

    static URI address(URI playlist, Directives asked) {
        StringBuilder query = new StringBuilder();
        asked.msn().ifPresent(msn -> query.append("&_HLS_msn=").append(msn));
        asked.part().ifPresent(part -> query.append("&_HLS_part=").append(part));
        switch (asked.skip()) {
            case YES -> query.append("&_HLS_skip=YES");
            case V2 -> query.append("&_HLS_skip=v2");
            case NO -> {}
        }
        return withQuery(playlist, query.toString());
    }

    /** @param directives each with {@code &} in front */
    static URI withQuery(URI playlist, String directives) {
        if (directives.isEmpty()) {
            return playlist;
        }
        return URI.create(playlist + (playlist.getRawQuery() == null ? "?" + directives.substring(1) : directives));
    }
}
