package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Mp4Head;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MultivariantPlaylist;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import dev.vitrine.media.Timescale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * A finished presentation as video on demand: its directory, and playlists that are written once, here. Immutable.
 *
 * <pre>
 *   index.m3u8            which renditions there are
 *   source/replay.m3u8    all of one, without the gaps in front of the first and behind the last picture
 *   source/init-0.mp4     from disk, as it was live
 *   source/s0-1.m4s       the short start, as one segment
 *   source/s12.m4s
 * </pre>
 *
 * Addresses in playlists are relative. A show of many hours costs some hundred bytes of memory per segment.
 */
public final class Replay {

    private static final String MULTIVARIANT = "index.m3u8";
    private static final String PLAYLIST = "replay.m3u8";
    /** The text is final, but a show can be withdrawn. */
    private static final String PLAYLIST_CACHING = "public, max-age=300";

    private final Path directory;
    private final Map<String, ReplaySegment> segments = new HashMap<>();
    private final Set<String> inits = new HashSet<>();
    private final Map<String, Resource> playlists = new HashMap<>();
    private final InBandReplay inBand;
    /** With media, of the first rendition. */
    private final List<StoredSegment> first;

    private final Instant start;
    private final Instant end;

    /**
     * Reads a directory.
     *
     * @param clock the show's
     * @param events what was on screen when, on the same line, if the media ends then; events that do not touch the media
     *     are left out
     * @return empty when there is no media
     * @throws IOException when the journal is there and cannot be read
     */
    public static Optional<Replay> open(Path directory, MediaClock clock, Function<Instant, List<TimedEvent>> events)
            throws IOException {
        Optional<Journal> journal = Journal.read(directory);
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        Map<Journal.Told, List<StoredSegment>> media = new LinkedHashMap<>();
        journal.get().renditions().values().forEach(told -> {
            List<StoredSegment> listed = ReplayPlaylist.trimmed(told.segments());
            if (!listed.isEmpty()) {
                media.put(told, listed);
            }
        });
        return media.isEmpty()
                ? Optional.empty()
                : Optional.of(new Replay(directory, target(journal.get(), media), media, clock, events));
    }

    private Replay(
            Path directory,
            Duration targetDuration,
            Map<Journal.Told, List<StoredSegment>> media,
            MediaClock clock,
            Function<Instant, List<TimedEvent>> events) {
        this.directory = directory;
        this.start = date(
                clock,
                media.values().stream()
                        .mapToLong(list -> list.get(0).startNanos())
                        .min());
        this.end = date(
                clock,
                media.values().stream()
                        .mapToLong(list -> list.get(list.size() - 1).endNanos())
                        .max());
        // All renditions have the same ones (§6.2.4).
        List<TimedEvent> touching = events.apply(end).stream()
                .filter(event -> event.start().isBefore(end) && event.end().isAfter(start))
                .sorted(Comparator.comparing(TimedEvent::start))
                .toList();
        this.inBand = new InBandReplay(directory, clock, touching);
        this.first = media.values().iterator().next().stream()
                .filter(segment -> !segment.gap())
                .toList();
        List<Rendition> renditions = new ArrayList<>();
        media.forEach((told, stored) -> {
            List<ReplaySegment> listed = ReplaySegment.of(stored, targetDuration);
            for (ReplaySegment segment : listed) {
                inits.add(told.about().rendition() + "/" + segment.init());
                if (!segment.gap()) {
                    segments.put(segment.path(), segment);
                }
            }
            MediaPlaylist playlist = ReplayPlaylist.of(targetDuration, listed, clock, touching);
            playlists.put(told.about().rendition() + "/" + PLAYLIST, rendered(playlist.write()));
            renditions.add(described(told.about(), targetDuration, listed));
        });
        for (View view : View.values()) {
            playlists.put(
                    MULTIVARIANT + view.suffix(),
                    rendered(multivariant(renditions, view).write()));
        }
    }

    /** Media date of the first picture. */
    public Instant start() {
        return start;
    }

    /** Media date at which the media ends. */
    public Instant end() {
        return end;
    }

    /**
     * What there is at an address. Media may have been deleted since.
     *
     * @param path relative to the replay; a directory of another view has that view's media
     * @param asked of the multivariant playlist
     */
    public Optional<Resource> resource(String path, View asked) {
        MediaRequest request = new MediaRequest(path, Directives.NONE, asked);
        return path.equals(MULTIVARIANT)
                ? Optional.ofNullable(playlists.get(MULTIVARIANT + asked.suffix()))
                : resource(request);
    }

    private Optional<Resource> resource(MediaRequest request) {
        String path = request.path();
        Resource playlist = playlists.get(path);
        if (playlist != null) {
            return Optional.of(playlist);
        }
        ReplaySegment segment = segments.get(path);
        if (segment != null) {
            Resource plain = MediaShelf.media(segment.body(directory), segment.name());
            return Optional.of(request.view() == View.DEFAULT ? plain : inBand.of(segment, plain));
        }
        return init(path);
    }

    /**
     * All of the first rendition as one MP4 file. Its first call for a show reads all of its fragments' heads; a second
     * per some hours of show.
     *
     * @param chapters for players that show them
     * @throws IOException when the media cannot be read
     */
    public Resource download(List<Mp4Head.Chapter> chapters) throws IOException {
        Body file = Mp4Download.of(directory, first, chapters);
        return new Resource(
                "video/mp4",
                file,
                Optional.empty(),
                "private, no-cache",
                "\"" + directory.getFileName() + "-" + file.length() + "\"");
    }

    /** Files that make a still when they are put one after the other: what viewers saw after a tenth of the show. */
    public List<Path> stillSource() {
        List<StoredSegment> startingWithAPicture =
                first.stream().filter(StoredSegment::independent).toList();
        if (startingWithAPicture.isEmpty()) {
            return List.of();
        }
        StoredSegment segment = startingWithAPicture.get(startingWithAPicture.size() / 10);
        return List.of(
                directory.resolve(segment.rendition()).resolve(segment.init()), directory.resolve(segment.path()));
    }

    private Optional<Resource> init(String path) {
        if (!inits.contains(path)) {
            return Optional.empty();
        }
        Path file = directory.resolve(path);
        try {
            return Optional.of(MediaShelf.media(
                    new Body.OnDisk(file, 0, Files.size(file)), path.substring(path.indexOf('/') + 1)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Instant date(MediaClock clock, OptionalLong nanos) {
        return clock.dateOf(nanos.orElseThrow(), Timescale.NANOS);
    }

    private static Duration target(Journal journal, Map<Journal.Told, List<StoredSegment>> media) {
        return journal.settings()
                .map(PackagerSettings::targetDuration)
                .orElseGet(() -> Duration.ofSeconds(media.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(segment -> Math.round(segment.durationNanos() / 1e9))
                        .max()
                        .orElse(1)));
    }

    private Rendition described(JournalLine.About about, Duration targetDuration, List<ReplaySegment> listed) {
        Meter meter = new Meter(targetDuration);
        listed.stream().filter(segment -> !segment.gap()).forEach(segment -> {
            meter.part(segment.length(), segment.durationNanos());
            meter.segment(segment.length(), segment.durationNanos());
        });
        return new Rendition(
                about.rendition(),
                about.codecs(),
                about.resolution(),
                about.framesPerSecond(),
                meter.peak(),
                meter.average(),
                inBand.bitsPerSecond(
                        listed.stream().filter(segment -> !segment.gap()).toList()),
                listed.stream().allMatch(segment -> segment.gap() || segment.independent()));
    }

    private static MultivariantPlaylist multivariant(List<Rendition> renditions, View view) {
        return new MultivariantPlaylist(
                1,
                renditions.stream().allMatch(Rendition::independentSegments),
                renditions.stream()
                        .map(rendition -> rendition.variant(
                                rendition.peakBitsPerSecond(view), view.directory(rendition.name()) + "/" + PLAYLIST))
                        .toList());
    }

    private static Resource rendered(String text) {
        String etag = "\"" + Integer.toHexString(Arrays.hashCode(text.getBytes(StandardCharsets.UTF_8))) + "\"";
        return new PlaylistVersion.Rendered(text, etag).resource(PLAYLIST_CACHING);
    }
}
