package dev.vitrine.hls;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The media of a live presentation with its cues in it ({@link View#INBAND_ID3}): the same bytes, with messages in front of
 * parts. Only the messages are kept; the rest is put together when it is asked for. Thread-safe.
 */
final class InBandView {

    private static final String ENDING = ".m4s";

    private final Map<String, ByteBuffer> inFront = new ConcurrentHashMap<>();

    /** What stands in front of a part. */
    void put(String path, ByteBuffer messages) {
        if (messages.hasRemaining()) {
            inFront.put(path, messages);
        }
    }

    void remove(String path) {
        inFront.remove(path);
    }

    /**
     * A segment, part or init segment in this view.
     *
     * @param like directory of the rendition whose messages count; a rendition that is made from another has that one's
     * @param media what there is at an address of the plain view
     */
    Resource of(
            String directory, String like, String file, Resource plain, Function<String, Optional<Resource>> media) {
        List<Body> pieces = new ArrayList<>();
        if (file.contains(".p")) {
            add(pieces, like + "/" + file, plain.body());
        } else if (file.endsWith(ENDING)) {
            String segment = file.substring(0, file.length() - ENDING.length());
            long left = plain.body().length();
            for (int part = 0; left > 0 && part < MediaShelf.MOST_PARTS; part++) {
                String name = segment + ".p" + part + ENDING;
                Optional<Body> body = media.apply(directory + "/" + name).map(Resource::body);
                body.ifPresent(found -> add(pieces, like + "/" + name, found));
                left -= body.map(Body::length).orElse(0L);
            }
        }
        return with(pieces, plain);
    }

    private void add(List<Body> pieces, String part, Body body) {
        ByteBuffer messages = inFront.get(part);
        if (messages != null) {
            pieces.add(new Body.InMemory(messages));
        }
        pieces.add(body);
    }

    /** The same resource with another body, or itself if there is nothing to add. */
    static Resource with(List<Body> pieces, Resource plain) {
        Body.Joined joined = new Body.Joined(pieces);
        return joined.length() <= plain.body().length()
                ? plain
                : new Resource(
                        plain.contentType(),
                        joined,
                        Optional.empty(),
                        plain.cacheControl(),
                        plain.etag().replaceAll("\"$", View.INBAND_ID3.suffix() + "\""));
    }
}
