package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.check.Fetcher.Fetched;
import dev.vitrine.hls.check.PlaylistText.Line;
import dev.vitrine.hls.playlist.Attributes;
import dev.vitrine.hls.playlist.PlaylistException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches a server as several players would, and hands on what it sees, one thing at a time.
 *
 * <pre>
 *   multivariant ─▶ one Follower a playlist: reloads ─▶ segments, parts, hints, what went, directives
 * </pre>
 */
final class Observer {

    /** Playlists that are followed; a ladder has fewer. */
    private static final int MAX_PLAYLISTS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CUE_TRIES = 3;

    private final URI url;
    private final Duration length;
    private final Fetcher fetcher;
    private final Consumer<Observed> seen;
    private boolean closed;

    Observer(URI url, Duration length, Consumer<Observed> seen) {
        this.url = url;
        this.length = length;
        this.fetcher = new Fetcher("https".equals(url.getScheme()));
        this.seen = seen;
    }

    /**
     * Watches until the time is over, or until a finished presentation was read in full.
     *
     * @throws IOException when there is no playlist at the address
     */
    void run() throws IOException, InterruptedException {
        Fetched first = fetcher.playlist(url, PATIENCE);
        if (!first.http().found()) {
            throw new IOException(url + " answered "
                    + (first.http().status() == 0
                            ? first.http().header("failure").orElse("nothing")
                            : "" + first.http().status()));
        }
        PlaylistText text = new PlaylistText(url, first.text());
        List<URI> playlists = List.of(url);
        if (text.isMultivariant()) {
            see(new Observed.Multivariant(first.http(), text));
            playlists = children(text);
        }
        long until = System.nanoTime() + length.toNanos();
        List<Follower> followers = new ArrayList<>();
        for (URI playlist : playlists) {
            followers.add(new Follower(playlist, fetcher, this::see, until));
        }
        try {
            followers.forEach(Follower::start);
            for (Follower follower : followers) {
                follower.await();
            }
            if (text.isMultivariant()) {
                Fetched last = fetcher.playlist(url, PATIENCE);
                if (last.http().found()) {
                    see(new Observed.Multivariant(last.http(), new PlaylistText(url, last.text())));
                }
            }
            cueFile(playlists.get(0));
        } finally {
            for (Follower follower : followers) {
                follower.close();
            }
            close();
        }
    }

    /** Everything comes to the rules one after the other. */
    private synchronized void see(Observed observed) {
        if (!closed) {
            seen.accept(observed);
        }
    }

    private synchronized void close() {
        closed = true;
    }

    private static List<URI> children(PlaylistText text) {
        Set<URI> children = new LinkedHashSet<>();
        boolean stream = false;
        for (Line line : text.lines()) {
            if (line.tag().equals("#EXT-X-STREAM-INF")) {
                stream = true;
            } else if (stream && !line.text().startsWith("#") && !line.text().isEmpty()) {
                children.add(text.url().resolve(line.text()));
                stream = false;
            } else if (line.tag().equals("#EXT-X-MEDIA")) {
                try {
                    Attributes attributes = Attributes.read(line.value());
                    if (Set.of("AUDIO", "VIDEO").contains(attributes.all().getOrDefault("TYPE", ""))) {
                        String uri = attributes.all().getOrDefault("URI", "");
                        if (uri.length() > 2) {
                            children.add(text.url().resolve(uri.substring(1, uri.length() - 1)));
                        }
                    }
                } catch (PlaylistException said) {
                    // A matter of syntax, which is judged elsewhere.
                }
            }
        }
        return children.stream().limit(MAX_PLAYLISTS).toList();
    }

    /** Read on both sides of a reload, so that no change falls between the tags and the file. */
    private void cueFile(URI playlist) throws InterruptedException {
        URI address = url.resolve("cues.json");
        for (int i = 0; i < CUE_TRIES; i++) {
            Fetched before = fetcher.media(address, PATIENCE);
            Fetched reload = fetcher.playlist(playlist, PATIENCE);
            Fetched after = fetcher.media(address, PATIENCE);
            if (!before.http().found()
                    || !reload.http().found()
                    || !reload.text().contains(House.CUE_CLASS)) {
                return;
            }
            if (before.text().equals(after.text())) {
                see(new Observed.Reload(
                        playlist.toString(),
                        reload.http(),
                        new PlaylistText(playlist, reload.text()),
                        Directives.NONE));
                see(new Observed.CueFile(after.http(), after.text()));
                return;
            }
        }
    }
}
