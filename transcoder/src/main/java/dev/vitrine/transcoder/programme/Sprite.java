package dev.vitrine.transcoder.programme;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/**
 * A drawing made once at the resolution of the picture and then only copied: a tenth of the cost of drawing it again.
 */
final class Sprite {

    private final double left;
    private final double top;
    private final double scale;
    private final BufferedImage image;

    /** What {@code painter} draws between (left, top) and (left + width, top + height), in units of the scene. */
    Sprite(double left, double top, double width, double height, double scale, Consumer<Easel> painter) {
        this.left = left;
        this.top = top;
        this.scale = scale;
        image = new BufferedImage(
                (int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        painter.accept(new Easel(graphics).at(-left * scale, -top * scale, scale));
        graphics.dispose();
    }

    /** Copies it to where it was drawn, moved by whole pixels: anything finer would have to be filtered. */
    void copyTo(Easel easel, double movedX, double movedY) {
        Graphics2D device = (Graphics2D) easel.graphics().create();
        device.setTransform(new AffineTransform());
        device.drawImage(
                image, (int) Math.round((left + movedX) * scale), (int) Math.round((top + movedY) * scale), null);
        device.dispose();
    }
}
