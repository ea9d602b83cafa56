package dev.vitrine.testkit;

import dev.vitrine.testkit.HlsPlaylist.Part;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A small, strict HLS client: it follows a live stream as a player would, keeps every byte and notes every breach of the
 * rules ({@link Recording#findings()}).
 *
 * <pre>
 *   playlist thread:  multivariant ─▶ media playlist ─▶ blocking reload ─▶ blocking reload …
 *                                          └ new init, part, segment addresses ─▶ media threads: GET
 * </pre>
 */
public final class HlsClient implements AutoCloseable {

    /** How a client follows. */
    public enum Mode {
        /** Blocking reloads by part; every part and every segment is loaded. */
        LOW_LATENCY,
        /** Blocking reloads by segment where offered, else half-target polling; segments only. */
        SEGMENTS
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(20);
    private static final int MEDIA_THREADS = 2;

    private final InstantSource clock = InstantSource.system();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final Mode mode;
    private final Thread follower;
    private final ExecutorService media;
    private final Set<URI> asked = new HashSet<>();
    private volatile Recording recording = Recording.EMPTY;
    private volatile boolean closed;

    private HlsClient(URI address, Mode mode) {
        this.address = address;
        this.mode = mode;
        media = Executors.newFixedThreadPool(MEDIA_THREADS, task -> daemon(task, "hls client media"));
        follower = daemon(this::follow, "hls client playlists");
        follower.start();
    }

    /** Follows the first variant with low latency. The stream need not be there yet. */
    public static HlsClient follow(URI address) {
        return follow(address, Mode.LOW_LATENCY);
    }

    /** Follows the first variant of a multivariant playlist, or a media playlist. */
    public static HlsClient follow(URI address, Mode mode) {
        return new HlsClient(address, mode);
    }

    /** Loads one playlist, once. */
    public static HlsPlaylist load(URI address) {
        HttpResponse<byte[]> response = get(address);
        if (response.statusCode() != 200) {
            throw new AssertionError(address + " answered " + response.statusCode());
        }
        return HlsPlaylist.parse(withoutQuery(address), new String(response.body(), StandardCharsets.UTF_8));
    }

    /** One GET, whatever the answer. */
    public static HttpResponse<byte[]> get(URI address) {
        try {
            return HttpClient.newHttpClient().send(request(address), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("GET " + address + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during GET " + address, e);
        }
    }

    /** What there is so far. */
    public Recording recording() {
        return recording;
    }

    /** Waits until the recording is as wished; fails with its state, or at once when following failed. */
    public Recording await(Duration deadline, String what, Predicate<Recording> wish) {
        return Wait.value(
                deadline,
                what,
                () -> {
                    Recording now = recording;
                    now.failure().ifPresent(failure -> {
                        throw new AssertionError("following " + address + " failed: " + failure, failure);
                    });
                    return wish.test(now) ? Optional.of(now) : Optional.empty();
                },
                () -> recording.summary());
    }

    /** Stops following; what was recorded stays. */
    @Override
    public void close() {
        closed = true;
        follower.interrupt();
        media.shutdownNow();
        try {
            follower.join();
            if (!media.awaitTermination(5, TimeUnit.SECONDS)) {
                throw new AssertionError("a download of " + address + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            HlsPlaylist first = untilThere(address);
            URI mediaAddress = address;
            if (first.isMultivariant()) {
                record(r -> r.withMultivariant(first));
                mediaAddress = first.variants().get(0);
            }
            URI next = mediaAddress;
            Optional<HlsPlaylist> previous = Optional.empty();
            while (!closed) {
                HlsPlaylist playlist = untilThere(next);
                note(previous, playlist);
                download(playlist);
                if (playlist.isEnded()) {
                    return;
                }
                pause(playlist);
                previous = Optional.of(playlist);
                next = nextReload(mediaAddress, playlist);
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (IOException | RuntimeException | AssertionError e) {
            if (!closed) {
                record(r -> r.withFailure(e));
            }
        }
    }

    private HlsPlaylist untilThere(URI playlist) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<byte[]> response = http.send(request(playlist), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return HlsPlaylist.parse(withoutQuery(playlist), new String(response.body(), StandardCharsets.UTF_8));
            }
            if (recording.latest().isPresent()) {
                record(r -> r.withFindings(List.of(playlist + " answered " + response.statusCode())));
            }
            Thread.sleep(RETRY.toMillis());
        }
    }

    private void note(Optional<HlsPlaylist> previous, HlsPlaylist playlist) {
        List<String> findings = new ArrayList<>(PlaylistRules.check(playlist));
        previous.ifPresent(before -> findings.addAll(PlaylistRules.check(before, playlist)));
        Recording.Reload reload = new Recording.Reload(playlist, System.nanoTime(), clock.instant());
        record(r -> r.withReload(reload).withFindings(findings));
    }

    private void download(HlsPlaylist playlist) {
        for (Segment segment : playlist.segments()) {
            segment.map().ifPresent(this::download);
            if (segment.gap()) {
                continue;
            }
            if (mode == Mode.LOW_LATENCY) {
                segment.parts().stream()
                        .filter(part -> !part.gap())
                        .map(Part::uri)
                        .forEach(this::download);
            }
            segment.uri().ifPresent(this::download);
        }
    }

    private void download(URI uri) {
        if (!asked.add(uri)) {
            return;
        }
        long askedNanos = System.nanoTime();
        media.execute(() -> {
            try {
                HttpResponse<byte[]> response = http.send(request(uri), HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    Recording.Download download =
                            new Recording.Download(uri, response.body(), askedNanos, System.nanoTime());
                    record(r -> r.withDownload(download));
                } else {
                    record(r -> r.withFindings(List.of(uri + " is listed but answered " + response.statusCode())));
                }
            } catch (IOException e) {
                record(r -> r.withFindings(List.of(uri + " is listed but failed: " + e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Where a reload cannot block, half a target duration lies between two (§6.3.4). */
    private void pause(HlsPlaylist playlist) throws InterruptedException {
        if (!playlist.canBlock()) {
            long nanos = Math.max(100, playlist.targetDuration() * 500L) * 1_000_000;
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                LockSupport.parkNanos(nanos - (System.nanoTime() - start));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private URI nextReload(URI mediaAddress, HlsPlaylist playlist) {
        if (!playlist.canBlock() || playlist.segments().isEmpty()) {
            return mediaAddress;
        }
        Segment last = playlist.segments().get(playlist.segments().size() - 1);
        String query;
        if (mode == Mode.LOW_LATENCY && playlist.partTarget() > 0) {
            query = last.isOpen()
                    ? "_HLS_msn=" + last.sequence() + "&_HLS_part="
                            + last.parts().size()
                    : "_HLS_msn=" + (last.sequence() + 1) + "&_HLS_part=0";
        } else {
            query = "_HLS_msn=" + (last.isOpen() ? last.sequence() : last.sequence() + 1);
        }
        return URI.create(mediaAddress + (mediaAddress.getRawQuery() == null ? "?" : "&") + query);
    }

    private synchronized void record(UnaryOperator<Recording> change) {
        recording = change.apply(recording);
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    }

    private static URI withoutQuery(URI uri) {
        String text = uri.toString();
        return URI.create(text.contains("?") ? text.substring(0, text.indexOf('?')) : text);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
