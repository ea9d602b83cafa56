package dev.vitrine.transcoder.programme;

import static dev.vitrine.transcoder.programme.Easel.across;
import static dev.vitrine.transcoder.programme.Easel.colour;
import static dev.vitrine.transcoder.programme.Easel.down;

import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The demo shop's products, drawn by us: the same drawing stands on the plinth in the programme and in the catalogue.
 * Each is drawn in a square of 100×100 with its feet at y = 96.
 */
public enum ProductArt {
    AO_DAI("AO-DAI-01", "Áo dài lụa Hà Đông", 0xf3dfdc, ProductArt::aoDai),
    TEA_SET("TEA-SET-01", "Bộ ấm trà men ngọc", 0xe0ebe4, ProductArt::teaSet),
    RATTAN_BAG("RATTAN-BAG-01", "Túi mây bán nguyệt", 0xf2e6d3, ProductArt::rattanBag),
    PHIN("PHIN-01", "Phin cà phê sữa đá", 0xe9e2dc, ProductArt::phin),
    NON_LA("NON-LA-01", "Nón lá Huế", 0xf4ecd8, ProductArt::nonLa),
    LANTERN("LANTERN-01", "Đèn lồng Hội An", 0xf6e3cf, ProductArt::lantern);

    private final String sku;
    private final String title;
    private final int backdrop;

    @SuppressWarnings("ImmutableEnumChecker") // A method reference, without state.
    private final Consumer<Easel> drawing;

    ProductArt(String sku, String title, int backdrop, Consumer<Easel> drawing) {
        this.sku = sku;
        this.title = title;
        this.backdrop = backdrop;
        this.drawing = drawing;
    }

    /** Under which the sample catalogue sells it. */
    public String sku() {
        return sku;
    }

    public String title() {
        return title;
    }

    public static Optional<ProductArt> ofSku(String sku) {
        return Stream.of(values()).filter(art -> art.sku.equals(sku)).findFirst();
    }

    /** Draws it with the square's upper left corner at (0, 0). */
    void draw(Easel easel) {
        drawing.accept(easel);
    }

    /** The picture for a catalogue: the drawing in soft light. */
    public BufferedImage picture(int size) {
        // Drawn at twice the size and halved: edges come out as from a good printer.
        BufferedImage large = new BufferedImage(size * 2, size * 2, BufferedImage.TYPE_INT_RGB);
        draw(large, easel -> {
            Easel unit = easel.at(0, 0, size * 2 / 100.0);
            unit.fill(new Rectangle2D.Double(0, 0, 100, 100), down(0, 0xffffff, 100, backdrop));
            unit.fill(new Rectangle2D.Double(0, 82, 100, 18), colour(backdrop));
            unit.glow(34, 26, 60, 52, 0xffffff, 0.9);
            unit.glow(52, 88, 38, 6, 0x4a3524, 0.42);
            drawing.accept(unit.at(12, 12.5, 0.78));
        });
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        draw(image, easel -> easel.graphics().drawImage(large, 0, 0, size, size, null));
        return image;
    }

    /** Writes every product's picture as {@code <sku>.png}, 640×640. */
    static void writeAll(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (ProductArt art : values()) {
            Path file = directory.resolve(art.sku + ".png");
            if (!ImageIO.write(art.picture(640), "png", file.toFile())) {
                throw new IOException("this Java cannot write PNG, so no " + file);
            }
        }
    }

    private static void draw(BufferedImage image, Consumer<Easel> artist) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            artist.accept(new Easel(graphics));
        } finally {
            graphics.dispose();
        }
    }

    private static void clipped(Easel easel, Shape shape, Consumer<Easel> inside) {
        Easel inner = easel.at(0, 0, 1);
        inner.graphics().clip(shape);
        inside.accept(inner);
    }

    /** A long silk tunic on its hanger, white trousers below, lotus embroidery. */
    private static void aoDai(Easel e) {
        e.line("M 50 6 C 50 2 55 2 54 5 C 53 7 50 7 50 10", 1.1, colour(0x8a7a66));
        e.fill("M 33 15 Q 50 6 67 15 L 66 17.5 Q 50 9 34 17.5 Z", colour(0xb08d62));
        e.fill("M 37 74 L 63 74 L 66 97 L 51.5 97 L 50 80 L 48.5 97 L 34 97 Z", down(74, 0xe9e3da, 97, 0xffffff));
        e.fill(
                "M 33 16 C 27 20 21 40 15.5 58 C 17 60 20 61 22.5 60.5 C 27 50 32 42 36 35 Z",
                across(15, 0x8f1f3a, 38, 0xc9435c));
        e.fill(
                "M 67 16 C 73 20 79 40 84.5 58 C 83 60 80 61 77.5 60.5 C 73 50 68 42 64 35 Z",
                across(62, 0xb63450, 85, 0x86193a));
        e.fill(
                "M 44 12 C 46 14.5 54 14.5 56 12 L 67 16 C 66 26 64.5 34 62 42 C 61 46 61 49 62.5 53"
                        + " C 66 66 70 80 72 92 C 60 95.5 40 95.5 28 92 C 30 80 34 66 37.5 53 C 39 49 39 46 38 42"
                        + " C 35.5 34 34 26 33 16 Z",
                across(30, 0xd2506a, 72, 0xa42645));
        e.fill("M 44 12 C 46 14.5 54 14.5 56 12 L 56.5 8.5 C 53 11 47 11 43.5 8.5 Z", colour(0x9c2140));
        e.line("M 52 14 C 58 18 62 24 63 33", 0.7, colour(0xf4d6a0));
        for (double[] button : new double[][] {{53, 14.6}, {57.4, 18}, {60.6, 23}, {62.4, 28.5}}) {
            e.oval(button[0], button[1], 0.9, 0.9, colour(0xf4d6a0));
        }
        e.line("M 44 50 C 42 62 40 78 39 92", 0.6, colour(0x7d1732, 0.5));
        e.line("M 55 50 C 57 64 60 80 61 92.5", 0.6, colour(0x7d1732, 0.5));
        e.line("M 40 30 C 41 38 41 42 40 47", 0.9, colour(0xf19aa9, 0.6));
        lotus(e.at(50, 79, 1), 0xf7d9a8);
        lotus(e.at(57.5, 86, 0.62), 0xf3c78c);
        lotus(e.at(42, 87.5, 0.5), 0xf3c78c);
    }

    private static void lotus(Easel e, int rgb) {
        for (int petal = -2; petal <= 2; petal++) {
            Easel turned = e.at(0, 0, 1);
            turned.graphics().rotate(Math.toRadians(petal * 32));
            turned.fill("M 0 0 C -3 -3 -2 -7 0 -9 C 2 -7 3 -3 0 0 Z", colour(rgb, petal == 0 ? 0.95 : 0.75));
        }
        e.line("M 0 0 C 0 3 -1 5 -2 7", 0.6, colour(rgb, 0.8));
    }

    /** A celadon pot with two cups on a tray. */
    private static void teaSet(Easel e) {
        e.oval(50, 91, 47, 5.4, colour(0x5a3a22));
        e.oval(50, 89.6, 47, 5.2, across(3, 0x9b6a43, 97, 0x7a4d2c));
        Paint glaze = across(22, 0xc4dfd2, 76, 0x6f9f8d);
        e.line("M 68 52 C 88 40 90 74 66 74", 4.6, colour(0x7fae9c));
        e.line("M 68 52 C 86 42 87 71 66 73", 1.4, colour(0xb9d8cb, 0.8));
        e.fill("M 27 62 C 18 58 15 48 10 45 L 14.5 42 C 22 45 24 52 32 53 Z", across(8, 0xb6d5c7, 32, 0x8cb9a8));
        e.fill("M 26 64 C 26 48 36 42 48 42 C 61 42 70 49 70 64 C 70 78 61 86 48 86 C 35 86 26 78 26 64 Z", glaze);
        e.fill("M 35 86 L 61 86 L 60 89.5 L 36 89.5 Z", colour(0x6c9887));
        e.fill("M 36 43.5 C 38 36 58 36 60 43.5 C 54 46 42 46 36 43.5 Z", across(36, 0xcfe6db, 60, 0x82ad9c));
        e.oval(48, 34.6, 3.6, 3.2, across(44, 0xd9ece3, 52, 0x84af9e));
        e.line("M 27.5 60 C 38 65 58 65 68.8 60", 0.7, colour(0x4f8272, 0.55));
        e.glow(38, 55, 7, 12, 0xffffff, 0.75);
        lotus(e.at(50, 78, 0.85), 0xe6f2ec);
        cup(e.at(74, 76, 1));
        cup(e.at(15, 78.5, 0.88));
    }

    private static void cup(Easel e) {
        e.fill("M -8 0 C -8 9 -4 13 0 13 C 4 13 8 9 8 0 Z", across(-8, 0xc8e2d6, 8, 0x76a594));
        e.fill("M -3.4 12.4 L 3.4 12.4 L 3.6 14.4 L -3.6 14.4 Z", colour(0x6c9887));
        e.oval(0, 0, 8, 2.1, colour(0xdcece4));
        e.oval(0, 0.3, 6.9, 1.6, colour(0xa8702f));
        e.glow(-4, 5, 2.2, 4.5, 0xffffff, 0.6);
    }

    /** A half-moon bag of woven rattan with a leather flap. */
    private static void rattanBag(Easel e) {
        e.line("M 26 46 C 26 4 74 4 74 46", 3.4, colour(0x5f3820));
        e.line("M 26.5 44 C 27 6 73 6 73.5 44", 0.9, colour(0xa4704a, 0.9));
        Shape body = Easel.path("M 8 44 L 92 44 C 94 74 76 95 50 95 C 24 95 6 74 8 44 Z");
        e.fill(body, across(8, 0xe2bd84, 92, 0xb98648));
        clipped(e, body, inside -> {
            for (int i = -100; i < 200; i += 6) {
                inside.line("M " + i + " 40 L " + (i + 60) + " 100", 1.5, colour(0x8e5f2b, 0.55));
                inside.line("M " + (i + 60) + " 40 L " + i + " 100", 1.5, colour(0xf3d7a4, 0.65));
            }
            inside.glow(30, 58, 26, 24, 0xfff3d6, 0.5);
            inside.glow(78, 90, 34, 26, 0x5c3714, 0.45);
        });
        e.line("M 8 44 C 6 74 24 95 50 95 C 76 95 94 74 92 44", 2.6, colour(0xa8743c));
        e.fill(
                "M 6 40 C 6 38.5 7 38 8.5 38 L 91.5 38 C 93 38 94 38.5 94 40 L 94 47 L 6 47 Z",
                down(38, 0x7c4a2b, 47, 0x5b331c));
        e.fill("M 36 44 L 64 44 L 63 62 C 62 69 38 69 37 62 Z", down(44, 0x8a5533, 68, 0x64391f));
        e.line("M 38.4 46 L 39.2 61.5 C 41 66.5 59 66.5 60.8 61.5 L 61.6 46", 0.5, colour(0xd9a878, 0.9));
        e.oval(50, 60.5, 2.7, 2.7, colour(0xd8b25a));
        e.oval(49.4, 59.9, 1.1, 1.1, colour(0xfff0bf));
    }

    /** A steel drip filter over a glass of milk, coffee and ice. */
    private static void phin(Easel e) {
        e.oval(50, 93, 30, 3.6, colour(0xd8cdc0));
        e.oval(50, 92.2, 29, 3.2, colour(0xf4eee6));
        Shape glass = Easel.path("M 33 48 L 67 48 L 63.5 90 C 63 93 37 93 36.5 90 Z");
        e.fill(glass, colour(0xf2f6f7, 0.85));
        clipped(e, glass, inside -> {
            inside.fill("M 30 79 C 42 76 58 81 70 78 L 70 96 L 30 96 Z", down(77, 0xeed9b4, 93, 0xf9efdb));
            inside.fill("M 30 56 L 70 56 L 70 78 C 58 81 42 76 30 79 Z", down(56, 0x3a1d10, 80, 0x7a4a2a));
            inside.fill("M 39 57 L 49 55 L 51 65 L 41 67 Z", colour(0xfff3df, 0.28));
            inside.fill("M 53 59 L 62 61 L 60 70 L 51 68 Z", colour(0xfff3df, 0.22));
            inside.fill("M 36 46 L 39.5 46 L 41.5 95 L 38.5 95 Z", colour(0xffffff, 0.5));
        });
        e.line("M 33 48 L 36.5 90 C 37 93 63 93 63.5 90 L 67 48", 0.8, colour(0x9aa7ab, 0.8));
        Paint steel = across(32, 0xf6f7f8, 68, 0x8c939a);
        e.oval(50, 48, 25, 3.4, colour(0x8f969c));
        e.oval(50, 47, 25, 3.2, steel);
        e.fill("M 36 24 L 64 24 L 63 46 C 60 48.6 40 48.6 37 46 Z", steel);
        e.line("M 36.3 30 L 63.7 30", 0.6, colour(0x787f86, 0.7));
        e.line("M 36.9 42 L 63.1 42", 0.6, colour(0x787f86, 0.7));
        e.line("M 64 29 C 74 28 74 41 63.4 41", 1.8, colour(0x9aa1a7));
        e.fill("M 34.5 22 C 38 16.5 62 16.5 65.5 22 C 61 24.6 39 24.6 34.5 22 Z", across(34, 0xffffff, 66, 0x9299a0));
        e.oval(50, 15.6, 2.8, 2.6, across(47, 0xffffff, 53, 0x858c93));
        e.fill("M 40 25.5 L 43.5 25.5 L 43.5 46.5 L 41 46 Z", colour(0xffffff, 0.75));
        e.line("M 50 50.5 L 50 55", 0.8, colour(0x3a1d10));
    }

    /** The conical palm-leaf hat with its ribbon. */
    private static void nonLa(Easel e) {
        e.line("M 22 72 C 30 98 70 98 78 72", 2.4, colour(0xd0607c));
        e.line("M 23 72 C 31 96 69 96 77 72", 0.7, colour(0xf2a6b8));
        e.oval(50, 72, 46, 9, colour(0x9c7a40));
        Shape cone =
                Easel.path("M 50 16 C 52 16 53 17.5 54 19 L 96 70 C 88 79 12 79 4 70 L 46 19 C 47 17.5 48 16 50 16 Z");
        e.fill(cone, across(4, 0xf9edcb, 96, 0xcfae6c));
        clipped(e, cone, inside -> {
            for (int ring = 1; ring <= 9; ring++) {
                double y = 18 + ring * 6;
                double half = (y - 16) * 0.85;
                inside.line(
                        "M " + (50 - half) + " " + y + " Q 50 " + (y + 2.2 + ring * 0.75) + " " + (50 + half) + " " + y,
                        0.55,
                        colour(0x8d6a30, 0.55));
            }
            for (int rib = -9; rib <= 9; rib++) {
                inside.line("M 50 15 L " + (50 + rib * 5.6) + " 82", 0.4, colour(0xfffae8, 0.5));
            }
            inside.glow(36, 52, 18, 30, 0xffffff, 0.55);
        });
        e.line("M 4 70 C 12 79 88 79 96 70", 1.5, colour(0xa98246));
    }

    /** A silk lantern with light in it. */
    private static void lantern(Easel e) {
        e.glow(50, 46, 50, 48, 0xffd58a, 0.55);
        e.line("M 50 2 L 50 14", 0.9, colour(0x6c4a2a));
        e.fill("M 40 13 L 60 13 L 62 18 L 38 18 Z", down(13, 0x7e5230, 18, 0x553419));
        Shape bulb = Easel.path("M 40 18 L 60 18 C 92 28 92 64 60 74 L 40 74 C 8 64 8 28 40 18 Z");
        e.fill(bulb, across(14, 0xf08a2c, 86, 0xd4581c));
        clipped(e, bulb, inside -> {
            inside.glow(48, 45, 30, 32, 0xfff0b8, 0.95);
            for (double bulge : new double[] {-40, -28, -15, 0, 15, 28, 40}) {
                inside.line(
                        "M " + (50 + bulge * 0.24) + " 18 C " + (50 + bulge) + " 32 " + (50 + bulge) + " 60 "
                                + (50 + bulge * 0.24) + " 74",
                        0.6,
                        colour(0x9c3a10, 0.6));
            }
            lotus(inside.at(50, 56, 1.7), 0xffffff);
        });
        e.fill("M 40 74 L 60 74 L 58 78.5 L 42 78.5 Z", down(74, 0x7e5230, 79, 0x553419));
        for (int thread = -4; thread <= 4; thread++) {
            e.line(
                    "M " + (50 + thread * 0.8) + " 79 C " + (50 + thread) + " 86 " + (50 + thread * 1.3) + " 90 "
                            + (50 + thread * 1.5) + " 97",
                    0.7,
                    colour(thread % 2 == 0 ? 0xb3261e : 0xd8453a));
        }
        e.oval(50, 81, 2.4, 2.2, colour(0xe0b04a));
    }
}
