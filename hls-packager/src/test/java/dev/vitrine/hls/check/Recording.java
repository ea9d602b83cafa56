package dev.vitrine.hls.check;

import dev.vitrine.hls.Answer;
import dev.vitrine.hls.Body;
import dev.vitrine.hls.Directives;
import dev.vitrine.hls.Directives.Skip;
import dev.vitrine.hls.HlsPackager;
import dev.vitrine.hls.HlsPublication;
import dev.vitrine.hls.MediaRequest;
import dev.vitrine.hls.MemorySegmentStore;
import dev.vitrine.hls.PackagerSettings;
import dev.vitrine.hls.Presentation;
import dev.vitrine.hls.Programme;
import dev.vitrine.hls.Resource;
import dev.vitrine.hls.View;
import dev.vitrine.hls.check.Observed.Probe.Kind;
import dev.vitrine.hls.playlist.MediaPlaylist;
import dev.vitrine.hls.playlist.MediaSegment;
import dev.vitrine.hls.playlist.Part;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaClock;
import dev.vitrine.media.TimedEvent;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A show of our packager as a checker sees it: two renditions, cues, an outage, a window that slides, the end. Time is
 * the programme's own, the answers are the publication's, the headers those that the server puts around them.
 */
final class Recording {

    static final String ROOT = "https://shop.example/live/main/";
    private static final String EPOCH = "k7x2m9qa";
    private static final Instant ANCHOR = Instant.parse("2026-11-22T18:06:40Z");
    private static final long MILLI = 1_000_000L;
    private static final PackagerSettings SETTINGS = new PackagerSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Programme PROGRAMME = Programme.of(30, 2);

    /** As long after the start as it takes for the short first segment to be no news any more. */
    private static final long FROM_MILLIS = 14_000;

    private static final long PROBES_MILLIS = 33_000;

    private final HlsPublication publication = new HlsPublication(EPOCH);
    private final List<TimedEvent> events = new ArrayList<>();
    private final List<Observed> observed = new ArrayList<>();
    private final Map<String, HlsPackager> packagers = new LinkedHashMap<>();
    private final Map<String, Viewer> viewers = new LinkedHashMap<>();
    private final View view;
    private boolean probed;

    /** What a rendition's follower knows. */
    private static final class Viewer {
        final Set<String> fetched = new HashSet<>();
        Optional<MediaPlaylist> last = Optional.empty();
        String text = "";
        Directives next = Directives.NONE;
        long answered;
        String hint = "";
        InitFacts init = new InitFacts(Map.of(), List.of());
    }

    private Recording(View view) {
        this.view = view;
        for (String rendition : List.of("source", "low")) {
            packagers.put(
                    rendition,
                    new HlsPackager(
                            rendition,
                            SETTINGS,
                            new Presentation(EPOCH, new MediaClock(ANCHOR)),
                            () -> List.copyOf(events),
                            new MemorySegmentStore(),
                            publication));
            viewers.put(rendition, new Viewer());
        }
    }

    static List<Observed> show(View view) {
        Recording recording = new Recording(view);
        recording.cue(1, 5_000, 35_000, "{\"t\":\"card\",\"sku\":\"TS-01\"}");
        recording.play(0, 24_000);
        recording.outage(24_000, 27_000);
        recording.play(27_000, 51_000);
        recording.end(78_000);
        return List.copyOf(recording.observed);
    }

    static String playlist(String rendition) {
        return ROOT + EPOCH + "/" + rendition + "/live.m3u8";
    }

    private void cue(int q, long fromMillis, long toMillis, String items) {
        String json = "{\"q\":" + q + ",\"r\":\"show\",\"s\":[" + items + "]}";
        String payload =
                "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        events.add(new TimedEvent(
                EPOCH + "-" + q,
                "dev.vitrine.shop.v1",
                ANCHOR.plusMillis(fromMillis),
                ANCHOR.plusMillis(toMillis),
                Map.of("X-DEV-VITRINE-STATE", payload),
                q + " show"));
        packagers.values().forEach(HlsPackager::eventsChanged);
    }

    private void play(long from, long millis) {
        packagers.values().forEach(packager -> packager.tracks(PROGRAMME.tracks()));
        for (AccessUnit unit : PROGRAMME.units(from, millis)) {
            long now = Programme.arrival(unit) / 48;
            script(now);
            packagers.values().forEach(packager -> packager.write(unit));
            look(now);
        }
    }

    private void script(long now) {
        if (events.size() == 1 && now >= 20_300) {
            cue(2, 20_300, 50_300, "{\"t\":\"pin\",\"sku\":\"TS-01\"}");
        } else if (events.size() == 2 && now >= 20_900) {
            cue(3, 20_900, 50_900, "{\"t\":\"card\",\"sku\":\"TS-01\"}");
        } else if (events.size() == 3 && now >= 40_000) {
            cue(4, 40_000, 90_000, "");
        }
        if (!probed && now >= PROBES_MILLIS) {
            probed = true;
            viewers.keySet().forEach(rendition -> probes(rendition, now));
        }
    }

    private void outage(long from, long to) {
        for (long now = from + 100; now <= to; now += 100) {
            long until = now * MILLI;
            packagers.values().forEach(packager -> packager.fillGapTo(until));
            look(now);
        }
    }

    private void end(long now) {
        packagers.values().forEach(packager -> packager.end("done"));
        look(now);
        publication.expire(now * MILLI);
        publication.expire((now + 500) * MILLI);
        viewers.forEach((rendition, viewer) -> {
            reload(rendition, viewer, now + 500);
            reload(rendition, viewer, now + 1_000);
            Directives asked = new Directives(OptionalLong.of(999), OptionalInt.of(0), Skip.YES);
            probe(Kind.ENDED, rendition, asked, now + 1_500);
        });
        multivariant(now + 2_000);
        observed.add(
                new Observed.CueFile(http(ROOT + "cues.json", "application/json", now, now, 100, Map.of()), cueFile()));
    }

    private String cueFile() {
        return """
                {"epoch":"k7x2m9qa","cues":[
                {"id":"k7x2m9qa-1","q":1,"start":"2026-11-22T18:06:45.000Z","end":"2026-11-22T18:07:00.300Z",
                 "reason":"show","state":[{"t":"card","sku":"TS-01"}]},
                {"id":"k7x2m9qa-2","q":2,"start":"2026-11-22T18:07:00.300Z","end":"2026-11-22T18:07:00.900Z",
                 "reason":"pin","state":[{"t":"pin","sku":"TS-01"}]},
                {"id":"k7x2m9qa-3","q":3,"start":"2026-11-22T18:07:00.900Z","end":"2026-11-22T18:07:20.000Z",
                 "reason":"unpin","state":[{"t":"card","sku":"TS-01"}]},
                {"id":"k7x2m9qa-4","q":4,"start":"2026-11-22T18:07:20.000Z","reason":"clear","state":[]}]}
                """;
    }

    private void look(long now) {
        if (now < FROM_MILLIS) {
            return;
        }
        viewers.forEach((rendition, viewer) -> {
            String text = text(found(path(rendition, "live.m3u8"), Directives.NONE));
            if (!text.equals(viewer.text)
                    && (viewer.last.isEmpty() || DirectiveRules.holds(MediaPlaylist.read(text), viewer.next))) {
                if (viewer.text.isEmpty() && rendition.equals("source")) {
                    multivariant(now);
                }
                reload(rendition, viewer, now);
            }
        });
    }

    private void multivariant(long now) {
        Resource resource = found("../index.m3u8", Directives.NONE);
        String url = ROOT + "index.m3u8";
        observed.add(new Observed.Multivariant(
                http(url, now, now, resource), new PlaylistText(URI.create(url), text(resource))));
    }

    private void reload(String rendition, Viewer viewer, long now) {
        Resource resource = found(path(rendition, "live.m3u8"), viewer.next);
        String text = text(resource);
        MediaPlaylist playlist = MediaPlaylist.read(text);
        String base = address(rendition);
        if (!viewer.hint.isEmpty()
                && playlist.tail().hints().stream().noneMatch(h -> h.uri().equals(viewer.hint))) {
            publicationFound(path(rendition, viewer.hint))
                    .ifPresent(part -> observed.add(new Observed.Hint(
                            playlistOf(rendition),
                            base + viewer.hint,
                            http(base + viewer.hint, viewer.answered, now, part))));
        }
        observed.add(new Observed.Reload(
                playlistOf(rendition),
                http(base + "live.m3u8", viewer.answered, now + 5, resource),
                new PlaylistText(URI.create(base + "live.m3u8"), text),
                viewer.next));
        removed(rendition, viewer, playlist, now);
        if (!playlist.tail().endList()) {
            media(rendition, viewer, playlist, now);
        }
        viewer.answered = now + 5;
        viewer.last = Optional.of(playlist);
        viewer.text = text;
        viewer.next = playlist.tail().endList() ? Directives.NONE : Follower.next(playlist);
        viewer.hint = playlist.tail().hints().stream()
                .map(hint -> hint.uri())
                .findFirst()
                .orElse("");
    }

    private void media(String rendition, Viewer viewer, MediaPlaylist playlist, long now) {
        int count = playlist.segments().size();
        for (int i = Math.max(0, count - 5); i < count; i++) {
            MediaSegment segment = playlist.segments().get(i);
            long msn = playlist.msn(i);
            for (int part = 0; part < segment.parts().size(); part++) {
                Part said = segment.parts().get(part);
                if (!said.gap() && viewer.fetched.add(said.uri())) {
                    fetch(rendition, viewer, said.uri(), msn, Optional.of(part), now);
                }
            }
            if (segment.ending().isPresent() && !segment.gap()) {
                String uri = segment.ending().get().uri();
                if (viewer.fetched.add(uri)) {
                    fetch(rendition, viewer, uri, msn, Optional.empty(), now);
                }
            }
        }
    }

    private void fetch(String rendition, Viewer viewer, String uri, long msn, Optional<Integer> part, long now) {
        if (viewer.fetched.add("init-0.mp4")) {
            Resource init = found(path(rendition, "init-0.mp4"), Directives.NONE);
            String url = address(rendition) + "init-0.mp4";
            viewer.init = InitFacts.read(bytes(init));
            observed.add(new Observed.Init(playlistOf(rendition), url, http(url, now, now + 1, init), viewer.init));
        }
        Resource resource = found(path(rendition, uri), Directives.NONE);
        observed.add(new Observed.Media(
                playlistOf(rendition),
                msn,
                part,
                http(address(rendition) + uri, now, now + 1, resource),
                FragmentReader.read(bytes(resource), Optional.of(viewer.init))));
    }

    private void removed(String rendition, Viewer viewer, MediaPlaylist playlist, long now) {
        viewer.last.ifPresent(before -> {
            Set<String> segments = new HashSet<>();
            Set<String> parts = new HashSet<>();
            names(playlist, segments, parts);
            Set<String> wereSegments = new HashSet<>();
            Set<String> wereParts = new HashSet<>();
            names(before, wereSegments, wereParts);
            wereSegments.removeAll(segments);
            wereParts.removeAll(parts);
            wereSegments.forEach(uri -> gone(rendition, uri, false, now));
            wereParts.forEach(uri -> gone(rendition, uri, true, now));
        });
    }

    private static void names(MediaPlaylist playlist, Set<String> segments, Set<String> parts) {
        for (MediaSegment segment : playlist.segments()) {
            if (!segment.gap()) {
                segment.ending().ifPresent(ending -> segments.add(ending.uri()));
            }
            segment.parts().stream().filter(part -> !part.gap()).forEach(part -> parts.add(part.uri()));
        }
    }

    private void gone(String rendition, String uri, boolean part, long now) {
        Resource resource = found(path(rendition, uri), Directives.NONE);
        observed.add(new Observed.Removed(
                playlistOf(rendition), part, http(address(rendition) + uri, now, now + 1, resource), 0));
    }

    private void probes(String rendition, long now) {
        MediaPlaylist playlist = viewers.get(rendition).last.orElseThrow();
        String url = address(rendition) + "live.m3u8";
        observed.add(new Observed.Probe(
                Kind.PART_WITHOUT_MSN,
                playlistOf(rendition),
                refusal(url + "?_HLS_part=0", 400, now),
                "",
                Directives.NONE));
        int last = playlist.segments().size() - 1;
        long complete = playlist.segments().get(last).ending().isPresent() ? last : last - 1;
        long msn = playlist.msn((int) complete);
        int parts = playlist.segments().get((int) complete).parts().size();
        probe(Kind.FAR_MSN, rendition, msn(msn + 100, -1), now);
        probe(Kind.OLD_MSN, rendition, msn(0, -1), now);
        probe(Kind.PART_PAST_END, rendition, msn(msn, parts), now);
        List<Observed.Delta> deltas = new ArrayList<>();
        for (Skip skip : List.of(Skip.YES, Skip.V2)) {
            Directives asked = new Directives(OptionalLong.of(msn), OptionalInt.empty(), skip);
            deltas.add(new Observed.Delta(
                    skip, new PlaylistText(URI.create(url), text(found(path(rendition, "live.m3u8"), asked)))));
        }
        PlaylistText full = new PlaylistText(URI.create(url), text(found(path(rendition, "live.m3u8"), msn(msn, -1))));
        PlaylistText again = new PlaylistText(URI.create(url), text(found(path(rendition, "live.m3u8"), msn(msn, -1))));
        observed.add(new Observed.Updates(playlistOf(rendition), full, again, deltas));
    }

    private static Directives msn(long msn, int part) {
        return new Directives(OptionalLong.of(msn), part < 0 ? OptionalInt.empty() : OptionalInt.of(part), Skip.NO);
    }

    private void probe(Kind kind, String rendition, Directives asked, long now) {
        URI url = Follower.address(URI.create(address(rendition) + "live.m3u8"), asked);
        List<Answer> answers = new ArrayList<>();
        publication.request(new MediaRequest(path(rendition, "live.m3u8"), asked, view), 0, answers::add);
        if (answers.get(0) instanceof Answer.Found found) {
            observed.add(new Observed.Probe(
                    kind,
                    playlistOf(rendition),
                    http(url.toString(), now, now + 1, found.resource()),
                    text(found.resource()),
                    asked));
        } else if (answers.get(0) instanceof Answer.Refused refused) {
            observed.add(new Observed.Probe(
                    kind, playlistOf(rendition), refusal(url.toString(), refused.status(), now), "", asked));
        }
    }

    private String directory(String rendition) {
        return view == View.DEFAULT ? rendition : rendition + ".id3";
    }

    private String path(String rendition, String file) {
        return directory(rendition) + "/" + file;
    }

    private String address(String rendition) {
        return ROOT + EPOCH + "/" + directory(rendition) + "/";
    }

    private String playlistOf(String rendition) {
        return address(rendition) + "live.m3u8";
    }

    private Optional<Resource> publicationFound(String path) {
        List<Answer> answers = new ArrayList<>();
        publication
                .request(new MediaRequest(path, Directives.NONE, view), 0, answers::add)
                .withdraw();
        return answers.stream()
                .filter(Answer.Found.class::isInstance)
                .map(answer -> ((Answer.Found) answer).resource())
                .findFirst();
    }

    private Resource found(String path, Directives asked) {
        List<Answer> answers = new ArrayList<>();
        publication.request(new MediaRequest(path, asked, view), 0, answers::add);
        if (!answers.isEmpty() && answers.get(0) instanceof Answer.Found found) {
            return found.resource();
        }
        throw new AssertionError(path + " " + asked + ": " + answers);
    }

    private static ByteBuffer bytes(Resource resource) {
        ByteBuffer whole = ByteBuffer.allocate((int) resource.body().length());
        collect(resource.body(), whole);
        return whole.flip();
    }

    private static void collect(Body body, ByteBuffer into) {
        if (body instanceof Body.InMemory memory) {
            into.put(memory.bytes().duplicate());
        } else if (body instanceof Body.Joined joined) {
            joined.pieces().forEach(piece -> collect(piece, into));
        } else {
            throw new AssertionError(body);
        }
    }

    private static String text(Resource resource) {
        return StandardCharsets.UTF_8.decode(bytes(resource)).toString();
    }

    private static Exchange refusal(String url, int status, long now) {
        return new Exchange(
                URI.create(url),
                status,
                Map.of("cache-control", "no-store", "content-type", "text/plain; charset=utf-8"),
                "HTTP/2",
                now * MILLI,
                (now + 1) * MILLI,
                (now + 1) * MILLI,
                20);
    }

    /** The headers that {@code ResourceSender} and {@code MediaHandler} write. */
    private static Exchange http(String url, long asked, long answered, Resource resource) {
        Map<String, String> headers = new HashMap<>();
        headers.put("cache-control", resource.cacheControl());
        headers.put("etag", resource.etag());
        headers.put("access-control-allow-origin", "*");
        headers.put("access-control-expose-headers", "Age, Date, Content-Length, Content-Range");
        long length = resource.gzip().map(ByteBuffer::remaining).orElse((int)
                resource.body().length());
        if (resource.gzip().isPresent()) {
            headers.put("content-encoding", "gzip");
        }
        return http(url, resource.contentType(), asked, answered, length, headers);
    }

    private static Exchange http(
            String url, String type, long asked, long answered, long length, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("content-type", type);
        headers.put("content-length", "" + length);
        return new Exchange(
                URI.create(url),
                200,
                headers,
                "HTTP/2",
                asked * MILLI,
                answered * MILLI,
                (answered + 1) * MILLI,
                length);
    }
}
