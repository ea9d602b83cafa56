package dev.vitrine.hls.check;

/**
 * Where it was seen.
 *
 * @param url of the playlist or media
 * @param line of the playlist, from 1; 0 when it is not about one line
 * @param text of that line, or what else was seen; may be empty
 */
public record Evidence(String url, int line, String text) {

    private static final int MAX_TEXT = 300;

    public Evidence {
        text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }

    static Evidence of(Exchange http) {
        return new Evidence(http.url().toString(), 0, "answered " + http.status());
    }
}
