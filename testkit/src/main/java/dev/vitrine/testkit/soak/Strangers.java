package dev.vitrine.testkit.soak;

import dev.vitrine.testkit.ScriptedPublisher;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Connections that want nothing: half of them say nothing, half of them a byte a second. Who is shown out comes again. */
final class Strangers implements AutoCloseable {

    private static final int PAUSE_MILLIS = 1_000;

    private final URI rtmp;
    private final URI guest;
    private final int each;
    private final List<Socket> idle = new ArrayList<>();
    private final List<Socket> slow = new ArrayList<>();
    private final List<Long> admittedMillis = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Comes at once.
     *
     * @param guest where somebody who means it publishes each second, to see how long that takes
     * @param each how many of either
     */
    Strangers(URI rtmp, URI guest, int each) {
        this.rtmp = rtmp;
        this.guest = guest;
        this.each = each;
        thread = new Thread(this::run, "strangers");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                fill(idle);
                fill(slow);
                slow.removeIf(socket -> !say(socket));
                long begun = System.nanoTime();
                try (ScriptedPublisher honest = ScriptedPublisher.publish(guest)) {
                    boolean in = honest.hears("NetStream.Publish.Start").contains("NetStream.Publish.Start");
                    admittedMillis.add(in ? (System.nanoTime() - begun) / 1_000_000 : Long.MAX_VALUE);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the server takes no connection", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            idle.forEach(Strangers::hangUp);
            slow.forEach(Strangers::hangUp);
        }
    }

    private void fill(List<Socket> group) throws IOException {
        if (group == idle) {
            // Half of them a second: those that were shown out cannot be told from those that were not.
            group.subList(0, group.size() / 2).forEach(Strangers::hangUp);
            group.subList(0, group.size() / 2).clear();
        }
        while (group.size() < each) {
            group.add(new Socket(rtmp.getHost(), rtmp.getPort()));
        }
    }

    private static boolean say(Socket socket) {
        try {
            socket.getOutputStream().write(3);
            return true;
        } catch (IOException shownOut) {
            hangUp(socket);
            return false;
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    /** How long each of those who meant it waited to be let in. */
    List<Long> admittedMillis() {
        close();
        return List.copyOf(admittedMillis);
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
}
