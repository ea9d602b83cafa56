package dev.vitrine.hls.check;

import dev.vitrine.hls.Directives;
import dev.vitrine.hls.check.MediaFacts.SampleFacts;
import dev.vitrine.hls.check.Observed.Probe.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Ways to spoil an observation. Each answers a new one; the old stays as it is. */
final class Mutations {

    private Mutations() {}

    /** What a text belongs to. */
    record Place(String rendition, int reload, boolean ended) {}

    static List<Observed> each(List<Observed> all, UnaryOperator<Observed> change) {
        return all.stream().map(change).toList();
    }

    /** Changes the first of a kind for which {@code which} holds. */
    static <T extends Observed> List<Observed> first(
            List<Observed> all, Class<T> type, Predicate<T> which, UnaryOperator<T> change) {
        List<Observed> changed = new ArrayList<>(all);
        for (int i = 0; i < changed.size(); i++) {
            Observed observed = changed.get(i);
            if (type.isInstance(observed) && which.test(type.cast(observed))) {
                changed.set(i, change.apply(type.cast(observed)));
                return changed;
            }
        }
        throw new AssertionError("no such " + type.getSimpleName() + " in the recording");
    }

    /** Changes texts of media playlists: reloads, what probes answered after the end, delta updates. */
    static List<Observed> texts(List<Observed> all, Predicate<Place> where, Function<String, String> change) {
        Map<String, Integer> count = new HashMap<>();
        boolean[] changed = new boolean[1];
        Function<String, String> counted = text -> {
            String now = change.apply(text);
            changed[0] |= !now.equals(text);
            return now;
        };
        List<Observed> result = each(all, observed -> {
            if (observed instanceof Observed.Reload reload) {
                int number = count.merge(reload.rendition(), 1, Integer::sum) - 1;
                Place place =
                        new Place(reload.rendition(), number, reload.text().ended());
                return where.test(place)
                        ? new Observed.Reload(
                                reload.rendition(), reload.http(), text(reload.text(), counted), reload.asked())
                        : reload;
            }
            if (observed instanceof Observed.Updates updates) {
                Place place = new Place(updates.rendition(), count.getOrDefault(updates.rendition(), 0), false);
                return where.test(place)
                        ? new Observed.Updates(
                                updates.rendition(),
                                text(updates.full(), counted),
                                text(updates.again(), counted),
                                updates.deltas().stream()
                                        .map(delta -> new Observed.Delta(delta.asked(), text(delta.text(), counted)))
                                        .toList())
                        : updates;
            }
            if (observed instanceof Observed.Probe probe && probe.kind() == Kind.ENDED) {
                return where.test(new Place(probe.rendition(), Integer.MAX_VALUE, true))
                        ? new Observed.Probe(
                                probe.kind(),
                                probe.rendition(),
                                probe.http(),
                                counted.apply(probe.body()),
                                probe.asked())
                        : probe;
            }
            return observed;
        });
        if (!changed[0]) {
            throw new AssertionError("the mutation changed nothing");
        }
        return result;
    }

    /** One reload of the first rendition, and nothing else. */
    static List<Observed> reload(List<Observed> all, int number, Function<String, String> change) {
        return texts(
                all,
                place -> place.rendition().contains("/source") && place.reload() == number && !place.ended(),
                change);
    }

    static PlaylistText text(PlaylistText text, Function<String, String> change) {
        return new PlaylistText(text.url(), change.apply(text.text()));
    }

    static Function<String, String> replace(String what, String with) {
        return text -> {
            int at = text.indexOf(what);
            return at < 0 ? text : text.substring(0, at) + with + text.substring(at + what.length());
        };
    }

    static Function<String, String> replaceLast(String what, String with) {
        return text -> {
            int at = text.lastIndexOf(what);
            return at < 0 ? text : text.substring(0, at) + with + text.substring(at + what.length());
        };
    }

    /** A line in front of the first date. */
    static Function<String, String> insert(String line) {
        return replace("#EXT-X-PROGRAM-DATE-TIME", line + "\n#EXT-X-PROGRAM-DATE-TIME");
    }

    static Function<String, String> withoutLine(String part) {
        return text -> {
            StringBuilder out = new StringBuilder();
            text.lines()
                    .filter(line -> !line.contains(part))
                    .forEach(line -> out.append(line).append('\n'));
            return out.toString();
        };
    }

    static Exchange status(Exchange http, int status) {
        return new Exchange(
                http.url(),
                status,
                http.headers(),
                http.protocol(),
                http.askedNanos(),
                http.firstByteNanos(),
                http.doneNanos(),
                http.length());
    }

    static Exchange times(Exchange http, long asked, long answered) {
        return new Exchange(
                http.url(),
                http.status(),
                http.headers(),
                http.protocol(),
                http.askedNanos() + asked,
                http.firstByteNanos() + answered,
                http.doneNanos() + answered,
                http.length());
    }

    static Exchange header(Exchange http, String name, Optional<String> value) {
        Map<String, String> headers = new HashMap<>(http.headers());
        headers.remove(name);
        value.ifPresent(said -> headers.put(name, said));
        return new Exchange(
                http.url(),
                http.status(),
                headers,
                http.protocol(),
                http.askedNanos(),
                http.firstByteNanos(),
                http.doneNanos(),
                http.length());
    }

    static Observed.Media facts(Observed.Media media, UnaryOperator<MediaFacts> change) {
        return new Observed.Media(
                media.rendition(), media.msn(), media.part(), media.http(), change.apply(media.facts()));
    }

    /** Changes samples of the lead track. */
    static MediaFacts samples(MediaFacts facts, UnaryOperator<List<SampleFacts>> change) {
        int lead = facts.lead().orElseThrow().id();
        Map<Integer, List<SampleFacts>> samples = new HashMap<>(facts.samples());
        samples.computeIfPresent(lead, (id, list) -> change.apply(list));
        return new MediaFacts(facts.container(), facts.tracks(), samples, facts.messages(), facts.faults());
    }

    static MediaFacts messages(MediaFacts facts, UnaryOperator<List<Emsg>> change) {
        return new MediaFacts(
                facts.container(), facts.tracks(), facts.samples(), change.apply(facts.messages()), facts.faults());
    }

    static List<SampleFacts> sample(List<SampleFacts> list, int index, UnaryOperator<SampleFacts> change) {
        List<SampleFacts> changed = new ArrayList<>(list);
        changed.set(index, change.apply(list.get(index)));
        return changed;
    }

    /** Everything that is seen after so many nanoseconds of the recording comes later. */
    static List<Observed> later(List<Observed> all, long afterNanos, long by) {
        return each(all, observed -> {
            if (observed instanceof Observed.Reload reload && reload.http().firstByteNanos() > afterNanos) {
                long asked = reload.http().askedNanos() > afterNanos ? by : 0;
                return new Observed.Reload(
                        reload.rendition(), times(reload.http(), asked, by), reload.text(), reload.asked());
            }
            return observed;
        });
    }

    /** The same show without low latency: no parts, no blocking, no directives. */
    static List<Observed> plain(List<Observed> all) {
        List<Observed> kept = all.stream()
                .filter(observed -> !(observed instanceof Observed.Hint)
                        && !(observed instanceof Observed.Probe)
                        && !(observed instanceof Observed.Updates)
                        && !(observed instanceof Observed.Removed)
                        && !(observed instanceof Observed.Media media
                                && media.part().isPresent()))
                .toList();
        return each(
                kept,
                observed -> observed instanceof Observed.Reload reload
                        ? new Observed.Reload(
                                reload.rendition(),
                                header(reload.http(), "cache-control", Optional.of("max-age=1")),
                                text(
                                        reload.text(),
                                        withoutLine("#EXT-X-PART")
                                                .andThen(withoutLine("#EXT-X-PRELOAD"))
                                                .andThen(withoutLine("#EXT-X-SERVER"))
                                                .andThen(withoutLine("#EXT-X-RENDITION"))),
                                Directives.NONE)
                        : observed);
    }
}
