package dev.vitrine.transcoder.worker;

import dev.vitrine.transcoder.LogoPlace;
import dev.vitrine.transcoder.LogoPlace.Corner;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * A logo, drawn into 8-bit 4:2:0 pictures of one size at a time: at most a tenth of the picture's height and a quarter of
 * its width, a thirtieth of the shorter side away from both edges. One thread; each rung has its own.
 */
final class Logo {

    private static final int MOST_OF_HEIGHT = 10;
    private static final int MOST_OF_WIDTH = 4;
    private static final int MARGIN = 30;
    private static final int OPAQUE = 255;

    private final BufferedImage image;
    private final Corner corner;

    private int left;
    private int top;
    private Plane luma = Plane.NONE;
    private Plane blue = Plane.NONE;
    private Plane red = Plane.NONE;
    private int preparedWidth;
    private int preparedHeight;

    private Logo(BufferedImage image, Corner corner) {
        this.image = image;
        this.corner = corner;
    }

    /**
     * Values and how much of them is seen, 0 to 255 each.
     *
     * @param width of both, in samples
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Plane(int width, int[] value, int[] alpha) {
        static final Plane NONE = new Plane(0, new int[0], new int[0]);

        int height() {
            return width == 0 ? 0 : value.length / width;
        }
    }

    /** @throws IOException when the file is not there, or no picture */
    static Logo read(LogoPlace place) throws IOException {
        BufferedImage image = ImageIO.read(place.file().toFile());
        if (image == null) {
            throw new IOException(place.file() + " is neither PNG nor JPEG");
        }
        return new Logo(image, place.corner());
    }

    /** For another thread. */
    Logo copy() {
        return new Logo(image, corner);
    }

    /** Draws it; the picture must be nobody else's. */
    void draw(AVFrame frame) {
        if (frame.width() != preparedWidth || frame.height() != preparedHeight) {
            prepare(frame);
        }
        blend(frame, 0, left, top, luma);
        blend(frame, 1, left / 2, top / 2, blue);
        blend(frame, 2, left / 2, top / 2, red);
    }

    private static void blend(AVFrame frame, int plane, int left, int top, Plane of) {
        BytePointer pixels = frame.data(plane);
        long stride = frame.linesize(plane);
        byte[] row = new byte[of.width()];
        for (int y = 0; y < of.height(); y++) {
            pixels.position((top + y) * stride + left).get(row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int at = y * row.length + x;
                int alpha = of.alpha()[at];
                int under = row[x] & 0xff;
                row[x] = (byte) ((of.value()[at] * alpha + under * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
            }
            pixels.put(row, 0, row.length);
        }
        pixels.position(0);
    }

    private void prepare(AVFrame frame) {
        preparedWidth = frame.width();
        preparedHeight = frame.height();
        double scale = Math.min(
                preparedHeight / (double) MOST_OF_HEIGHT / image.getHeight(),
                preparedWidth / (double) MOST_OF_WIDTH / image.getWidth());
        int width = even(image.getWidth() * scale);
        int height = even(image.getHeight() * scale);
        int margin = even(Math.min(preparedWidth, preparedHeight) / (double) MARGIN);
        left = corner.left() ? margin : preparedWidth - margin - width & ~1;
        top = corner.top() ? margin : preparedHeight - margin - height & ~1;
        int[] argb = scaled(width, height);
        boolean wide = isBt709(frame);
        double red1 = wide ? 0.2126 : 0.299;
        double blue1 = wide ? 0.0722 : 0.114;
        luma = plane(argb, width, 1, (r, g, b) -> 16 + 219 * (red1 * r + (1 - red1 - blue1) * g + blue1 * b));
        blue = plane(
                argb,
                width,
                2,
                (r, g, b) -> 128 + 112 * (b - red1 * r - (1 - red1 - blue1) * g - blue1 * b) / (1 - blue1));
        red = plane(
                argb,
                width,
                2,
                (r, g, b) -> 128 + 112 * (r - red1 * r - (1 - red1 - blue1) * g - blue1 * b) / (1 - red1));
    }

    /** What decoders suppose of a picture that does not say. */
    private static boolean isBt709(AVFrame frame) {
        int space = frame.colorspace();
        return space == avutil.AVCOL_SPC_UNSPECIFIED
                ? frame.height() > 576
                : space != avutil.AVCOL_SPC_SMPTE170M && space != avutil.AVCOL_SPC_BT470BG;
    }

    /** Halving again and again before the last step: one step alone would leave out most of a large logo's pixels. */
    private int[] scaled(int width, int height) {
        Image now = image;
        int nowWidth = image.getWidth();
        int nowHeight = image.getHeight();
        do {
            nowWidth = Math.max(width, nowWidth / 2);
            nowHeight = Math.max(height, nowHeight / 2);
            BufferedImage next = new BufferedImage(nowWidth, nowHeight, BufferedImage.TYPE_INT_ARGB);
            Graphics2D graphics = next.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(now, 0, 0, nowWidth, nowHeight, null);
            graphics.dispose();
            now = next;
        } while (nowWidth > width || nowHeight > height);
        return ((BufferedImage) now).getRGB(0, 0, width, height, null, 0, width);
    }

    /** Of red, green and blue from 0 to 1, within limits. */
    private interface Component {
        double of(double red, double green, double blue);
    }

    /** One value for a square of {@code step} × {@code step} pixels, each weighing as much as it is seen. */
    private static Plane plane(int[] argb, int width, int step, Component component) {
        int columns = width / step;
        int rows = argb.length / width / step;
        int[] values = new int[columns * rows];
        int[] alphas = new int[columns * rows];
        for (int at = 0; at < values.length; at++) {
            double value = 0;
            int alpha = 0;
            for (int i = 0; i < step * step; i++) {
                int pixel = argb[(at / columns * step + i / step) * width + at % columns * step + i % step];
                int seen = pixel >>> 24;
                alpha += seen;
                value += seen
                        * component.of(
                                (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0, (pixel & 0xff) / 255.0);
            }
            values[at] = alpha == 0 ? 0 : (int) Math.round(value / alpha);
            alphas[at] = Math.round(alpha / (float) (step * step));
        }
        return new Plane(columns, values, alphas);
    }

    private static int even(double pixels) {
        return Math.max(2, 2 * (int) Math.round(pixels / 2));
    }
}
