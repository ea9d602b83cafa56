package dev.vitrine.server.stream;

/** Hears what happens on the live programmes. Called from any thread; must not block and must not throw. */
public interface LiveListener {

    /** A channel's phase, show, publisher, tracks, advice or last error changed; not for each frame or viewer. */
    void onChannel(ChannelState state);
}
