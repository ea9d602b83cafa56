package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.HlsPlaylist.Part;
import dev.vitrine.testkit.HlsPlaylist.Segment;
import dev.vitrine.testkit.PlaylistRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A viewer who chose a variant once and never lets go of it: blocking reloads of one media playlist, every part loaded.
 * While the server is away it asks again, as players do; an answer that would make a player start over is a finding.
 */
final class StrictViewer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** Requests that a report shows. */
    private static final int KEPT = 6;

    private static final Duration RETRY = Duration.ofMillis(100);

    /** Dates and durations have milliseconds and five decimals. */
    private static final double DATE_TOLERANCE_SECONDS = 0.005;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final Seen seen = new Seen();
    private final Set<URI> asked = new HashSet<>();
    private final Set<URI> refused = new HashSet<>();
    private final Deque<String> latest = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean over;
    private volatile int reloads;

    /** @param address of a multivariant playlist, whose first variant it takes, or of a media playlist */
    StrictViewer(URI address, int number) {
        this.address = address;
        thread = new Thread(this::follow, "viewer " + number);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether it has seen the end. */
    boolean isOver() {
        return over;
    }

    int reloads() {
        return reloads;
    }

    /** Stops it and hands over what it saw. */
    Seen seen() {
        close();
        return seen;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            HlsPlaylist chosen = playlist(address, false);
            URI media = chosen.isMultivariant() ? chosen.variants().get(0) : address;
            URI next = media;
            Optional<HlsPlaylist> before = Optional.empty();
            while (!closed) {
                HlsPlaylist now = playlist(next, true);
                note(before, now);
                if (now.isEnded()) {
                    seen.ended = true;
                    over = true;
                    return;
                }
                load(now);
                next = reload(media, now);
                before = Optional.of(now);
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (RuntimeException e) {
            seen.findings.add("viewing failed: " + e);
            over = true;
        }
    }

    private HlsPlaylist playlist(URI uri, boolean strict) throws InterruptedException {
        while (true) {
            try {
                HttpResponse<byte[]> answer = get(uri);
                if (answer.statusCode() == 200) {
                    String text = uri.toString();
                    int query = text.indexOf('?');
                    return HlsPlaylist.parse(
                            URI.create(query < 0 ? text : text.substring(0, query)),
                            new String(answer.body(), StandardCharsets.UTF_8));
                }
                if (strict && answer.statusCode() != 503) {
                    seen.findings.add("a player would start over: " + uri.getPath() + " answered " + answer.statusCode()
                            + ": " + new String(answer.body(), StandardCharsets.UTF_8).strip());
                }
            } catch (IOException away) {
                seen.outages++;
            }
            Thread.sleep(RETRY.toMillis());
        }
    }

    private void note(Optional<HlsPlaylist> before, HlsPlaylist now) {
        reloads = ++seen.reloads;
        seen.findings.addAll(PlaylistRules.check(now));
        before.ifPresent(last -> seen.findings.addAll(PlaylistRules.check(last, now)));
        now.dateRanges().forEach(range -> seen.ranges.add(range.getOrDefault("ID", "")));
        checkDates(now);
        List<Segment> segments = now.segments();
        if (!segments.isEmpty()) {
            seen.firstSequence = seen.firstSequence < 0 ? segments.get(0).sequence() : seen.firstSequence;
            for (Segment segment : segments) {
                seen.lastSequence = Math.max(seen.lastSequence, segment.sequence());
                if (segment.discontinuity() && seen.discontinuities.add(segment.sequence())) {
                    seen.mediaAfterGap.put(segment.sequence(), System.nanoTime());
                    seen.askedBefore.put(segment.sequence(), List.copyOf(latest));
                }
            }
        }
    }

    /** One straight line: each segment begins where the one before ended. */
    private void checkDates(HlsPlaylist now) {
        for (int i = 1; i < now.segments().size(); i++) {
            Segment before = now.segments().get(i - 1);
            Segment segment = now.segments().get(i);
            if (before.date().isPresent() && segment.date().isPresent() && segment.dated()) {
                double step =
                        Duration.between(before.date().get(), segment.date().get())
                                        .toNanos()
                                / 1e9;
                if (Math.abs(step - before.seconds()) > DATE_TOLERANCE_SECONDS) {
                    seen.findings.add("segment " + segment.sequence() + " begins " + step
                            + " s after the one before, which lasts " + before.seconds() + " s");
                }
            }
        }
    }

    private void load(HlsPlaylist now) throws InterruptedException {
        for (Segment segment : now.segments()) {
            for (Part part : segment.parts()) {
                if (refused.remove(part.uri()) && !part.gap()) {
                    seen.findings.add(part.uri().getPath() + " is still listed, and was refused");
                }
                if (part.gap()) {
                    seen.gaps.add(segment.sequence());
                } else if (asked.add(part.uri())) {
                    load(segment.sequence(), part.uri());
                }
            }
        }
    }

    private void load(long sequence, URI part) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = get(part);
            if (answer.statusCode() == 200) {
                seen.partsLoaded++;
                seen.parts
                        .computeIfAbsent(sequence, number -> new HashSet<>())
                        .add(Seen.checksum(answer.body(), 0, answer.body().length));
            } else {
                // A kill may have taken it; then it is listed no more.
                seen.partsTaken++;
                seen.lastTaken = part.getPath() + ": " + answer.statusCode();
                refused.add(part);
            }
        } catch (IOException killed) {
            asked.remove(part);
        }
    }

    private static URI reload(URI media, HlsPlaylist now) {
        List<Segment> segments = now.segments();
        if (!now.canBlock() || segments.isEmpty()) {
            return media;
        }
        Segment last = segments.get(segments.size() - 1);
        return URI.create(media
                + (last.isOpen()
                        ? "?_HLS_msn=" + last.sequence() + "&_HLS_part="
                                + last.parts().size()
                        : "?_HLS_msn=" + (last.sequence() + 1) + "&_HLS_part=0"));
    }

    private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        long from = System.nanoTime();
        String outcome = "nothing";
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            outcome = Integer.toString(answer.statusCode());
            return answer;
        } catch (IOException e) {
            outcome = e.getClass().getSimpleName();
            throw e;
        } finally {
            String file = uri.toString().substring(uri.toString().lastIndexOf('/') + 1);
            latest.addLast(file + " " + outcome + " in " + (System.nanoTime() - from) / 1_000_000 + " ms");
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
        }
    }
}
