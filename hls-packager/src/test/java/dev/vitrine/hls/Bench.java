package dev.vitrine.hls;

import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A packager with everything around it, and a viewer's eyes on it. */
final class Bench {

    static final String EPOCH = "k7x2m9qa";
    static final Instant ANCHOR = Instant.parse("2026-11-22T18:06:40Z");
    /** Half a minute to rewind. */
    static final PackagerSettings SHORT = new PackagerSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofSeconds(30));

    final MediaClock clock = new MediaClock(ANCHOR);
    final List<TimedEvent> events = new ArrayList<>();
    final SegmentStore store;
    final HlsPublication publication = new HlsPublication(EPOCH);
    final HlsPackager packager;

    Bench(PackagerSettings settings) {
        this(settings, new MemorySegmentStore());
    }

    Bench(PackagerSettings settings, SegmentStore store) {
        this.store = store;
        this.packager = new HlsPackager(
                settings, new Presentation(EPOCH, clock), () -> List.copyOf(events), store, publication);
    }

    /** The server was started again, and has the events that were there before. */
    Bench(Resumed resumed, List<TimedEvent> before) {
        this.store = resumed.store();
        this.events.addAll(before);
        this.packager =
                new HlsPackager(new Presentation(EPOCH, clock), () -> List.copyOf(events), resumed, publication);
    }

    Bench play(Programme programme, long fromMillis, long millis) {
        packager.tracks(programme.tracks());
        programme.units(fromMillis, millis).forEach(packager::write);
        return this;
    }

    void write(AccessUnit unit) {
        packager.write(unit);
    }

    /** Ends the show, and lets the moment pass after which viewers are told. */
    void end() {
        packager.end("done");
        for (long now = 0; publication.concludes(); now += 100_000_000) {
            publication.expire(now);
        }
    }

    /** An event that starts {@code atMillis} into the show. */
    TimedEvent event(int q, long atMillis, long millis) {
        TimedEvent event = new TimedEvent(
                EPOCH + "-" + q,
                "dev.vitrine.shop.v1",
                ANCHOR.plusMillis(atMillis),
                ANCHOR.plusMillis(atMillis + millis),
                Map.of("X-DEV-VITRINE-STATE", "v1.eyJxIjox" + q),
                q + " pin TS-01");
        events.add(event);
        return event;
    }

    Answer ask(String path) {
        return ask(MediaRequest.of(path));
    }

    /** The answer, which must come at once. */
    Answer ask(MediaRequest request) {
        List<Answer> answers = new ArrayList<>();
        Parked parked = publication.request(request, 0, answers::add);
        if (answers.isEmpty()) {
            parked.withdraw();
            throw new AssertionError(request + " was parked");
        }
        return answers.get(0);
    }

    Resource found(String path) {
        if (ask(path) instanceof Answer.Found found) {
            return found.resource();
        }
        throw new AssertionError(path + ": " + ask(path));
    }

    String playlistText() {
        return text(found("source/live.m3u8"));
    }

    MediaPlaylist playlist() {
        return MediaPlaylist.read(playlistText());
    }

    static MediaRequest reload(long msn, int part, Directives.Skip skip) {
        return new MediaRequest(
                "source/live.m3u8",
                new Directives(OptionalLong.of(msn), part < 0 ? OptionalInt.empty() : OptionalInt.of(part), skip),
                View.DEFAULT);
    }

    static String text(Resource resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Resource resource) {
        return bytes(resource.body());
    }

    private static byte[] bytes(Body body) {
        if (body instanceof Body.Joined joined) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(joined.length()));
            joined.pieces().forEach(piece -> all.put(bytes(piece)));
            return all.array();
        }
        if (body instanceof Body.OnDisk disk) {
            try (var channel = java.nio.channels.FileChannel.open(disk.path())) {
                ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(disk.length()));
                channel.read(buffer, disk.offset());
                return buffer.array();
            } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
        ByteBuffer buffer = ((Body.InMemory) body).bytes().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
