package dev.vitrine.transcoder.programme;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Locale;
import java.util.Scanner;

/** Graphics2D with the handful of words our drawings are made of. Colours are 0xRRGGBB, shapes SVG paths. */
final class Easel {

    private final Graphics2D graphics;

    Easel(Graphics2D graphics) {
        this.graphics = graphics;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    }

    Graphics2D graphics() {
        return graphics;
    }

    /** The same easel moved and scaled, for a drawing within the drawing. */
    Easel at(double x, double y, double scale) {
        Graphics2D inner = (Graphics2D) graphics.create();
        inner.translate(x, y);
        inner.scale(scale, scale);
        return new Easel(inner);
    }

    Easel fill(String path, Paint paint) {
        return fill(path(path), paint);
    }

    Easel fill(Shape shape, Paint paint) {
        graphics.setPaint(paint);
        graphics.fill(shape);
        return this;
    }

    Easel line(String path, double width, Paint paint) {
        return line(path(path), width, paint);
    }

    Easel line(Shape shape, double width, Paint paint) {
        graphics.setPaint(paint);
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
        return this;
    }

    Easel oval(double centreX, double centreY, double radiusX, double radiusY, Paint paint) {
        return fill(new Ellipse2D.Double(centreX - radiusX, centreY - radiusY, 2 * radiusX, 2 * radiusY), paint);
    }

    /** A soft shadow or light: opaque in the middle, nothing at the rim. */
    Easel glow(double centreX, double centreY, double radiusX, double radiusY, int rgb, double alpha) {
        Easel unit = at(centreX, centreY, 1);
        unit.graphics.scale(radiusX, radiusY);
        unit.oval(0, 0, 1, 1, new RadialGradientPaint(0, 0, 1, new float[] {0, 0.55f, 1}, new Color[] {
            colour(rgb, alpha), colour(rgb, alpha * 0.45), colour(rgb, 0)
        }));
        return this;
    }

    static Color colour(int rgb) {
        return new Color(rgb);
    }

    /** @param alpha 0 (nothing) to 1 */
    static Color colour(int rgb, double alpha) {
        return new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, (int) Math.round(alpha * 255));
    }

    static Paint down(double top, int from, double bottom, int to) {
        return new GradientPaint(0, (float) top, colour(from), 0, (float) bottom, colour(to));
    }

    static Paint across(double left, int from, double right, int to) {
        return new GradientPaint((float) left, 0, colour(from), (float) right, 0, colour(to));
    }

    /** SVG path data with absolute M, L, Q, C and Z, numbers apart by blanks. */
    static Path2D path(String data) {
        Path2D path = new Path2D.Double();
        try (Scanner scanner = new Scanner(data)) {
            scanner.useLocale(Locale.ROOT);
            while (scanner.hasNext()) {
                String verb = scanner.next();
                switch (verb) {
                    case "M" -> path.moveTo(scanner.nextDouble(), scanner.nextDouble());
                    case "L" -> path.lineTo(scanner.nextDouble(), scanner.nextDouble());
                    case "Q" ->
                        path.quadTo(
                                scanner.nextDouble(), scanner.nextDouble(), scanner.nextDouble(), scanner.nextDouble());
                    case "C" ->
                        path.curveTo(
                                scanner.nextDouble(),
                                scanner.nextDouble(),
                                scanner.nextDouble(),
                                scanner.nextDouble(),
                                scanner.nextDouble(),
                                scanner.nextDouble());
                    case "Z" -> path.closePath();
                    default -> throw new IllegalArgumentException("'" + verb + "' in path '" + data + "'");
                }
            }
        }
        return path;
    }
}
