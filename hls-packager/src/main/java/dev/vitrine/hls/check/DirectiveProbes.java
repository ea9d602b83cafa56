package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.Directives.Skip;
import dev.vitrine.hls.check.Fetcher.Fetched;
import dev.vitrine.hls.check.Observed.Probe.Kind;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests that no player makes, to see whether they are answered as §6.2.5 says. Beside the follower. */
final class DirectiveProbes {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More segments ahead than any answer can wait for. */
    private static final int FAR = 100;

    private static final int TRIES = 3;

    private final URI playlist;
    private final Fetcher fetcher;
    private final Consumer<Observed> seen;
    private final ExecutorService asking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hls check directives");
        thread.setDaemon(true);
        return thread;
    });

    DirectiveProbes(URI playlist, Fetcher fetcher, Consumer<Observed> seen) {
        this.playlist = playlist;
        this.fetcher = fetcher;
        this.seen = seen;
    }

    void close() throws InterruptedException {
        asking.shutdownNow();
        asking.awaitTermination(10, TimeUnit.SECONDS);
    }

    void directives(MediaPlaylist now, Duration patience) {
        asking.execute(() -> {
            try {
                ask(Kind.PART_WITHOUT_MSN, Follower.withQuery(playlist, "&_HLS_part=0"), Directives.NONE, patience);
                long last = lastComplete(now);
                ask(Kind.FAR_MSN, msn(last + FAR, -1), patience);
                ask(Kind.OLD_MSN, msn(Math.max(0, now.header().mediaSequence() - 1), -1), patience);
                int parts =
                        now.segments().get((int) (last - now.msn(0))).parts().size();
                if (parts > 0) {
                    ask(Kind.PART_PAST_END, msn(last, parts), patience);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Returns when it was answered. */
    void ended(MediaPlaylist now) throws InterruptedException {
        Directives asked = new Directives(OptionalLong.of(lastComplete(now) + FAR), OptionalInt.of(0), Skip.YES);
        ask(Kind.ENDED, asked, PATIENCE);
    }

    private static long lastComplete(MediaPlaylist playlist) {
        int last = playlist.segments().size() - 1;
        MediaSegment segment = playlist.segments().get(last);
        return segment.ending().isPresent() || last == 0 ? playlist.msn(last) : playlist.msn(last - 1);
    }

    private static Directives msn(long msn, int part) {
        return new Directives(OptionalLong.of(msn), part < 0 ? OptionalInt.empty() : OptionalInt.of(part), Skip.NO);
    }

    private void ask(Kind kind, Directives asked, Duration patience) throws InterruptedException {
        ask(kind, Follower.address(playlist, asked), asked, patience);
    }

    private void ask(Kind kind, URI address, Directives asked, Duration patience) throws InterruptedException {
        Fetched fetched = fetcher.playlist(address, patience);
        if (fetched.http().status() != 0) {
            seen.accept(new Observed.Probe(kind, playlist.toString(), fetched.http(), fetched.text(), asked));
        }
    }

    /** The next reload in all forms at the same time, again if a new version came between them. */
    void updates(MediaPlaylist now, Directives next, Duration patience) {
        boolean skips = now.header()
                .serverControl()
                .flatMap(control -> control.canSkipUntil())
                .isPresent();
        List<Skip> forms = skips ? List.of(Skip.NO, Skip.NO, Skip.YES, Skip.V2) : List.of(Skip.NO, Skip.NO);
        asking.execute(() -> {
            try {
                Directives asked = next;
                for (int i = 0; i < TRIES; i++) {
                    List<Fetched> answers = together(forms, asked, patience);
                    if (answers.stream().anyMatch(answer -> !answer.http().found())) {
                        return;
                    }
                    List<PlaylistText> texts = answers.stream()
                            .map(answer -> new PlaylistText(playlist, answer.text()))
                            .toList();
                    long versions =
                            texts.stream().map(DirectiveProbes::end).distinct().count();
                    if (versions == 1 || i == TRIES - 1) {
                        List<Observed.Delta> deltas = new ArrayList<>();
                        for (int form = 2; form < forms.size(); form++) {
                            deltas.add(new Observed.Delta(forms.get(form), texts.get(form)));
                        }
                        seen.accept(new Observed.Updates(playlist.toString(), texts.get(0), texts.get(1), deltas));
                        return;
                    }
                    asked = texts.get(0).media().map(Follower::next).orElse(asked);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private List<Fetched> together(List<Skip> forms, Directives asked, Duration patience)
            throws InterruptedException, ExecutionException {
        List<Future<Fetched>> futures = new ArrayList<>();
        for (Skip form : forms) {
            URI address = Follower.address(playlist, new Directives(asked.msn(), asked.part(), form));
            futures.add(asking.submit(() -> fetcher.playlist(address, patience)));
        }
        List<Fetched> answers = new ArrayList<>();
        for (Future<Fetched> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    /** Tells versions apart: full and delta updates end alike. */
    private static String end(PlaylistText text) {
        List<PlaylistText.Line> lines = text.lines();
        return lines.subList(Math.max(0, lines.size() - 3), lines.size()).stream()
                .map(PlaylistText.Line::text)
                .toList()
                .toString();
    }
}
