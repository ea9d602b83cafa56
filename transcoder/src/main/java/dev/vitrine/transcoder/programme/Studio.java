package dev.vitrine.transcoder.programme;

import static dev.vitrine.transcoder.programme.Easel.across;
import static dev.vitrine.transcoder.programme.Easel.colour;
import static dev.vitrine.transcoder.programme.Easel.down;

import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.font.TextAttribute;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Map;
import java.util.Random;

/** The room: everything that stands still, drawn once. Coordinates are those of a 1280×720 picture. */
final class Studio {

    static final int WIDTH = 1280;
    static final int HEIGHT = 720;

    /** Where a product stands: the middle of the plinth's top. */
    static final int PLINTH_X = 884;

    static final int PLINTH_Y = 556;

    static final int TABLE_Y = 592;

    private Studio() {}

    static void paint(Easel e) {
        wall(e);
        niche(e);
        window(e);
        e.glow(600, 150, 120, 90, 0xffe7b5, 0.5);
        shelves(e);
        plant(e);
        table(e);
        plinth(e);
        vignette(e);
    }

    private static void wall(Easel e) {
        e.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), across(0, 0xf4ebe1, WIDTH, 0xe3d3c1));
        e.glow(420, 250, 620, 470, 0xfffaf2, 0.85);
        e.glow(1230, 620, 460, 420, 0xb08d6d, 0.32);
        Font sign = new Font(Font.SERIF, Font.PLAIN, 46).deriveFont(Map.of(TextAttribute.TRACKING, 0.22));
        e.graphics().setFont(sign);
        e.graphics().setPaint(colour(0x6d4c3a, 0.9));
        e.graphics().drawString("vitrine", 92, 136);
        e.graphics().setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15).deriveFont(Map.of(TextAttribute.TRACKING, 0.3)));
        e.graphics().setPaint(colour(0x8d6f5c, 0.9));
        e.graphics().drawString("PHIÊN CHỢ TỐI · LIVE", 96, 166);
        e.line("M 96 188 L 160 188", 2, colour(0xb5533c));
    }

    /** An arch in the wall behind the plinth: the eye goes where the product is. */
    private static void niche(Easel e) {
        Path2D arch = Easel.path("M 690 640 L 690 300 C 690 176 776 92 884 92 C 992 92 1078 176 1078 300 L 1078 640 Z");
        e.fill(arch, down(92, 0xc98f72, 640, 0xb5765a));
        Easel inside = e.at(0, 0, 1);
        inside.graphics().clip(arch);
        inside.glow(884, 360, 250, 300, 0xf6cfae, 0.9);
        inside.glow(690, 260, 90, 330, 0x6e3a26, 0.4);
        inside.glow(884, 82, 230, 70, 0x6e3a26, 0.35);
        e.line(arch, 3, colour(0xf3dcc8, 0.75));
    }

    /** Late light falling in from the left. */
    private static void window(Easel e) {
        Color bright = colour(0xffffff, 0.34);
        for (int pane = 0; pane < 3; pane++) {
            int x = 250 + pane * 96;
            e.fill(
                    "M " + x + " 0 L " + (x + 70) + " 0 L " + (x + 330) + " 592 L " + (x + 220) + " 592 Z",
                    new GradientPaint(0, 0, bright, 0, 560, colour(0xffffff, 0)));
        }
    }

    private static void shelves(Easel e) {
        for (int y : new int[] {330, 470}) {
            e.glow(196, y + 18, 140, 16, 0x6d4c3a, 0.35);
            e.fill(new RoundRectangle2D.Double(70, y, 252, 11, 5, 5), down(y, 0xc79a70, y + 11, 0xa0734b));
        }
        vase(e.at(120, 330, 1), 0xf6f1ea, 0xcdbfae);
        vase(e.at(262, 330, 0.72), 0xb5533c, 0x823422);
        e.fill(new RoundRectangle2D.Double(172, 268, 48, 62, 6, 6), down(268, 0xfdf8f1, 330, 0xe9dccb));
        e.fill("M 182 318 C 190 292 200 306 210 284 L 210 318 Z", colour(0x9db8a6));
        for (int book = 0; book < 5; book++) {
            int[] spines = {0x2f5d58, 0xd9b98c, 0xb5533c, 0xf1e6d8, 0x57443a};
            e.fill(
                    new RoundRectangle2D.Double(96 + book * 20, 402 + book % 2 * 8, 17, 68 - book % 2 * 8, 3, 3),
                    colour(spines[book]));
        }
        vase(e.at(256, 470, 0.95), 0x9cc3b0, 0x5f8f7d);
        e.line("M 256 402 C 250 372 264 352 258 330", 2, colour(0x6f8a5a));
        e.oval(258, 330, 7, 7, colour(0xf0c0b0));
        e.line("M 258 404 C 268 380 280 372 288 356", 2, colour(0x6f8a5a));
        e.oval(288, 354, 6, 6, colour(0xe9a899));
    }

    /** Stands on y = 0, 70 high. */
    private static void vase(Easel e, int light, int dark) {
        e.fill(
                "M -13 -70 L 13 -70 C 10 -56 28 -44 28 -24 C 28 -8 18 0 12 0 L -12 0 C -18 0 -28 -8 -28 -24"
                        + " C -28 -44 -10 -56 -13 -70 Z",
                across(-28, light, 30, dark));
        e.glow(-10, -28, 8, 20, 0xffffff, 0.5);
    }

    private static void plant(Easel e) {
        int[] greens = {0x3f6b4f, 0x56835f, 0x2f5640, 0x6c9671};
        Random random = new Random(5);
        for (int leaf = 0; leaf < 17; leaf++) {
            Easel turned = e.at(1178, 520, 1);
            turned.graphics().rotate(Math.toRadians(-78 + leaf * 9.6 + random.nextInt(6)));
            int length = 190 + random.nextInt(130);
            turned.fill(
                    "M 0 0 C -24 " + -length / 3 + " -20 " + -length * 2 / 3 + " 0 " + -length + " C 20 "
                            + -length * 2 / 3 + " 24 " + -length / 3 + " 0 0 Z",
                    down(-length, greens[leaf % 4], 0, 0x2b4a38));
            turned.line("M 0 0 L 0 " + (-length + 14), 1.2, colour(0xdfe9d6, 0.35));
        }
        e.fill("M 1118 500 L 1240 500 L 1226 640 L 1132 640 Z", across(1118, 0xf2e9de, 1240, 0xbfae9b));
    }

    private static void table(Easel e) {
        e.fill(new Rectangle2D.Double(0, TABLE_Y, WIDTH, HEIGHT - TABLE_Y), down(TABLE_Y, 0xcfa47c, HEIGHT, 0x9c7048));
        Random random = new Random(11);
        for (int grain = 0; grain < 26; grain++) {
            int y = TABLE_Y + 8 + random.nextInt(118);
            int x = random.nextInt(WIDTH) - 200;
            int length = 220 + random.nextInt(520);
            e.line(
                    "M " + x + " " + y + " C " + (x + length / 3) + " " + (y - 3) + " " + (x + length * 2 / 3) + " "
                            + (y + 4) + " " + (x + length) + " " + y,
                    1,
                    colour(0x7d5430, 0.22));
        }
        e.fill(new Rectangle2D.Double(0, TABLE_Y, WIDTH, 3), colour(0xfbe7cf, 0.85));
        e.glow(430, 640, 360, 60, 0xfff1dc, 0.4);
    }

    private static void plinth(Easel e) {
        e.glow(PLINTH_X, 640, 220, 26, 0x3c2412, 0.5);
        e.fill(
                "M 744 556 L 744 622 C 744 640 806 654 884 654 C 962 654 1024 640 1024 622 L 1024 556 Z",
                across(744, 0xfdfaf5, 1024, 0xcdbfae));
        e.oval(PLINTH_X, PLINTH_Y, 140, 27, across(744, 0xffffff, 1024, 0xe6dccf));
        e.line("M 744 558 C 748 574 806 585 884 585 C 962 585 1020 574 1024 558", 1.4, colour(0xb9a894, 0.6));
    }

    private static void vignette(Easel e) {
        e.fill(
                new Rectangle2D.Double(0, 0, WIDTH, 150),
                new GradientPaint(0, 0, colour(0x3a2415, 0.22), 0, 150, colour(0x3a2415, 0)));
        e.fill(
                new Rectangle2D.Double(0, 600, WIDTH, 120),
                new GradientPaint(0, 600, colour(0x2a180c, 0), 0, HEIGHT, colour(0x2a180c, 0.35)));
    }
}
