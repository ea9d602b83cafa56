package dev.vitrine.transcoder.programme;

import static dev.vitrine.transcoder.programme.Easel.colour;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Paints the programme's pictures into one buffer.
 *
 * <pre>  room (drawn once) ◀ lamp ◀ dust ◀ host ◀ product and name card (each drawn once) ◀ clock ◀ stamp  </pre>
 *
 * What costs is drawn once and copied; a picture takes one to three milliseconds. Not for more than one thread.
 */
final class Scene {

    private static final int PRODUCT_SIZE = 340;
    private static final double RISE_SECONDS = 0.5;
    private static final int MOTES = 14;

    private final BufferedImage picture;
    private final int[] pixels;
    private final int[] room;
    private final double scale;
    private final double framesPerSecond;
    private final boolean stamped;
    private final Function<String, ProductArt> art;
    private final Function<String, String> titles;
    private final Host host;
    private final Map<String, Sprite> products = new HashMap<>();
    private final Map<String, Sprite> nameCards = new HashMap<>();
    private final Sprite clockPanel;
    private final Font clockFont = new Font(Font.MONOSPACED, Font.BOLD, 30);
    private final Font frameFont = new Font(Font.MONOSPACED, Font.PLAIN, 17);

    /**
     * What stands on the plinth.
     *
     * @param sku whose
     * @param since the first picture that shows it
     */
    record Pinned(String sku, long since) {}

    /**
     * @param width in pixels, a multiple of 16:9 with {@code height}
     * @param art which drawing stands for a sku
     * @param titles what to write on a sku's name card
     * @param stamped whether to draw the machine-readable {@link FrameStamp}
     */
    Scene(
            int width,
            int height,
            double framesPerSecond,
            boolean stamped,
            Function<String, ProductArt> art,
            Function<String, String> titles) {
        this.framesPerSecond = framesPerSecond;
        this.stamped = stamped;
        this.art = art;
        this.titles = titles;
        scale = Math.min((double) width / Studio.WIDTH, (double) height / Studio.HEIGHT);
        host = new Host(scale);
        clockPanel = new Sprite(
                980,
                48,
                272,
                84,
                scale,
                easel -> easel.fill(new RoundRectangle2D.Double(984, 52, 264, 76, 16, 16), colour(0x241812, 0.62)));
        picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        Graphics2D graphics = picture.createGraphics();
        Studio.paint(new Easel(graphics).at(0, 0, scale));
        graphics.dispose();
        room = pixels.clone();
    }

    /** The picture that {@link #paint} paints into. */
    BufferedImage picture() {
        return picture;
    }

    /** Its pixels, 0x00RRGGBB, row by row. */
    int[] pixels() {
        return pixels;
    }

    /**
     * @param frame its number
     * @param clock the time of day to show
     */
    void paint(long frame, String clock, Optional<Pinned> pinned) {
        System.arraycopy(room, 0, pixels, 0, room.length);
        double seconds = frame / framesPerSecond;
        Graphics2D graphics = picture.createGraphics();
        try {
            Easel easel = new Easel(graphics).at(0, 0, scale);
            lamp(easel, seconds);
            dust(easel, seconds);
            double shown = pinned.map(pin -> risen(frame - pin.since())).orElse(0.0);
            host.paint(easel, Math.sin(seconds * 0.9) * 5, shown);
            pinned.ifPresent(pin -> product(easel, pin, shown));
            clock(easel, clock, frame);
        } finally {
            graphics.dispose();
        }
        if (stamped) {
            FrameStamp.paint(picture, frame);
        }
    }

    /** 0 to 1, quick at first. */
    private double risen(long frames) {
        double t = Math.min(1, (frames + 1) / (RISE_SECONDS * framesPerSecond));
        return 1 - (1 - t) * (1 - t) * (1 - t);
    }

    private void product(Easel e, Pinned pin, double risen) {
        nameCards.computeIfAbsent(pin.sku(), this::nameCard).copyTo(e, 0, 0);
        products.computeIfAbsent(pin.sku(), this::product).copyTo(e, 0, -26 * (1 - risen));
    }

    private Sprite product(String sku) {
        double left = Studio.PLINTH_X - PRODUCT_SIZE / 2.0;
        double top = Studio.PLINTH_Y + 8 - PRODUCT_SIZE * 0.97;
        return new Sprite(
                left,
                top,
                PRODUCT_SIZE,
                PRODUCT_SIZE,
                scale,
                easel -> art.apply(sku).draw(easel.at(left, top, PRODUCT_SIZE / 100.0)));
    }

    /** The card in front of the plinth, and the product's shadow on it. */
    private Sprite nameCard(String sku) {
        return new Sprite(640, Studio.PLINTH_Y - 20, 488, 184, scale, easel -> {
            easel.glow(Studio.PLINTH_X, Studio.PLINTH_Y + 2, 116, 15, 0x5b3a22, 0.55);
            Graphics2D graphics = easel.graphics();
            graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 21));
            String title = titles.apply(sku);
            double width =
                    graphics.getFontMetrics().getStringBounds(title, graphics).getWidth() + 44;
            easel.glow(Studio.PLINTH_X, 690, width * 0.6, 10, 0x2a180c, 0.5);
            easel.fill(
                    new RoundRectangle2D.Double(Studio.PLINTH_X - width / 2, 646, width, 42, 6, 6), colour(0xfffaf2));
            graphics.setPaint(colour(0x4a3326));
            graphics.drawString(title, (float) (Studio.PLINTH_X - width / 2 + 22), 674);
        });
    }

    private static void lamp(Easel e, double seconds) {
        Easel swung = e.at(600, 0, 1);
        swung.graphics().rotate(Math.sin(seconds * 1.1) * 0.022);
        swung.line("M 0 0 L 0 96", 2, colour(0x4a3326));
        swung.fill("M -9 92 L 9 92 C 14 112 44 122 52 142 L -52 142 C -44 122 -14 112 -9 92 Z", colour(0xd9b27c));
        swung.oval(0, 142, 52, 7, colour(0xfff3d6));
    }

    /** Specks in the window's light: something always moves, so a frozen picture is seen at once. */
    private static void dust(Easel e, double seconds) {
        for (int mote = 0; mote < MOTES; mote++) {
            double phase = mote * 2.4;
            double x = 330 + mote * 26 + Math.sin(seconds * 0.35 + phase) * 34;
            double y = 560 - (seconds * (9 + mote % 5 * 3) + mote * 83) % 480;
            double alpha = 0.18 + 0.16 * Math.sin(seconds * 0.8 + phase);
            e.oval(x, y, 1.6 + mote % 3 * 0.5, 1.6 + mote % 3 * 0.5, colour(0xffffff, Math.max(0, alpha) * 1.6));
        }
    }

    private void clock(Easel e, String clock, long frame) {
        clockPanel.copyTo(e, 0, 0);
        Graphics2D graphics = e.graphics();
        graphics.setFont(clockFont);
        graphics.setPaint(colour(0xfffaf2));
        graphics.drawString(clock, 1006, 88);
        graphics.setFont(frameFont);
        graphics.setPaint(colour(0xf0d9bd));
        graphics.drawString(String.format(Locale.ROOT, "frame %07d", frame), 1006, 114);
    }
}
