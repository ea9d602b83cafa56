package dev.vitrine.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a viewer takes from a media playlist, and no more: a thousand viewers read one each, twice a second.
 *
 * @param media addresses of parts or segments, oldest first; not of gaps
 * @param nextSequence media sequence number of the segment the next part belongs to
 * @param nextPart its index there
 * @param hint address of the part that comes next, where the playlist says it
 */
record Listing(List<String> media, int targetSeconds, long nextSequence, int nextPart, Optional<String> hint) {

    private static final String URI = "URI=\"";

    static Listing of(String playlist, Viewers.Mode mode) {
        List<String> media = new ArrayList<>();
        int target = 2;
        long sequence = 0;
        int parts = 0;
        boolean gap = false;
        Optional<String> hint = Optional.empty();
        for (int at = 0; at < playlist.length(); ) {
            int end = playlist.indexOf('\n', at);
            String line =
                    playlist.substring(at, end < 0 ? playlist.length() : end).strip();
            at = end < 0 ? playlist.length() : end + 1;
            if (line.startsWith("#EXT-X-PART:")) {
                parts++;
                if (mode != Viewers.Mode.SEGMENTS && !line.contains("GAP=YES")) {
                    media.add(uri(line));
                }
            } else if (line.startsWith("#EXT-X-PRELOAD-HINT:TYPE=PART")) {
                hint = Optional.of(uri(line));
            } else if (line.startsWith("#EXT-X-TARGETDURATION:")) {
                target = Integer.parseInt(line.substring(22));
            } else if (line.startsWith("#EXT-X-MEDIA-SEQUENCE:")) {
                sequence = Long.parseLong(line.substring(22));
            } else if (line.equals("#EXT-X-GAP")) {
                gap = true;
            } else if (!line.isEmpty() && line.charAt(0) != '#') {
                sequence++;
                parts = 0;
                if (mode == Viewers.Mode.SEGMENTS && !gap) {
                    media.add(line);
                }
                gap = false;
            }
        }
        return new Listing(media, target, sequence, parts, hint);
    }

    private static String uri(String line) {
        int from = line.indexOf(URI) + URI.length();
        return line.substring(from, line.indexOf('"', from));
    }

    /** What is newer than {@code last}; the newest alone for who has nothing, or something that is no longer listed. */
    List<String> after(String last) {
        int known = media.lastIndexOf(last);
        return media.subList(known < 0 ? Math.max(0, media.size() - 1) : known + 1, media.size());
    }
}
