package dev.vitrine.hls.check;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Checks a server: the whole of this package in one call. */
public final class HlsCheck {

    private HlsCheck() {}

    /**
     * Watches for a time, then judges. A finished presentation is read until its end, if that comes sooner.
     *
     * @param url of a multivariant or media playlist, over http or https
     * @throws IOException when there is no playlist
     */
    public static Report run(URI url, Duration length) throws IOException, InterruptedException {
        Checker checker = new Checker(url.toString());
        new Observer(url, length, checker::see).run();
        return checker.finish();
    }
}
