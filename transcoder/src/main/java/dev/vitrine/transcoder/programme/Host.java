package dev.vitrine.transcoder.programme;

import static dev.vitrine.transcoder.programme.Easel.across;
import static dev.vitrine.transcoder.programme.Easel.colour;
import static dev.vitrine.transcoder.programme.Easel.down;

import java.awt.geom.CubicCurve2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** The host: a body that breathes, and an arm that points to the plinth when a product is lifted. */
final class Host {

    private static final int STEPS = 16;
    private static final int LEFT = 270;
    private static final int TOP = 116;

    private final Sprite body;

    Host(double scale) {
        body = new Sprite(LEFT, TOP, 340, Studio.TABLE_Y - TOP, scale, easel -> {
            easel.glow(440, 588, 170, 14, 0x3c2412, 0.35);
            paintBody(easel);
        });
    }

    /**
     * @param sway sideways, in pixels
     * @param lift how far the arm points, 0 (rests) to 1
     */
    void paint(Easel e, double sway, double lift) {
        body.copyTo(e, sway, 0);
        arm(e.at(sway, 0, 1), lift);
    }

    private static void paintBody(Easel e) {
        e.fill(
                "M 372 236 C 356 330 360 356 372 378 L 500 378 C 516 344 512 300 500 232 Z",
                down(220, 0x2a1a16, 380, 0x1d120f));
        e.oval(436, 150, 30, 26, colour(0x2a1a16));
        e.fill(
                "M 414 282 L 460 282 C 460 318 470 330 486 338 L 388 338 C 404 330 414 318 414 282 Z",
                across(410, 0xe8b795, 470, 0xcb906c));
        // Tunic: teal silk from the collar down behind the table.
        e.fill(
                "M 398 330 C 412 344 462 344 476 330 C 520 340 548 360 556 404 C 562 440 548 470 540 500"
                        + " C 536 530 540 560 546 600 L 330 600 C 336 560 340 530 336 500 C 328 470 314 440 320 404"
                        + " C 326 360 354 340 398 330 Z",
                across(316, 0x2f7a73, 560, 0x17443f));
        e.fill("M 398 330 C 412 346 462 346 476 330 L 472 312 C 456 326 418 326 402 312 Z", colour(0x1b4f4a));
        e.line("M 446 342 C 480 352 506 378 510 420", 2.2, colour(0xe9c98f));
        e.line("M 372 420 C 366 470 372 520 362 596", 2, colour(0x0f332f, 0.5));
        e.line("M 400 380 C 392 430 398 520 392 596", 3, colour(0x5fa79f, 0.35));
        // The resting arm.
        e.line("M 342 392 C 314 450 318 520 372 566", 50, colour(0x256660));
        e.line("M 334 396 C 306 450 312 516 362 556", 4, colour(0x5fa79f, 0.5));
        e.oval(388, 574, 26, 15, across(362, 0xe8b795, 414, 0xd79f7b));
        // Head, hair, earring, the hint of a smile.
        e.fill(
                "M 386 212 C 386 164 486 164 486 212 C 488 262 470 300 436 302 C 402 300 384 262 386 212 Z",
                across(384, 0xf2c7a6, 490, 0xdca27e));
        e.fill(
                "M 380 236 C 372 176 404 154 438 156 C 476 156 500 180 492 238 C 486 208 470 192 446 190 C 420 190 396 204 380 236 Z",
                down(154, 0x3b2620, 240, 0x251713));
        e.line("M 424 272 C 432 279 446 279 453 271", 2.6, colour(0xb4584a));
        e.line("M 408 232 C 413 236 421 236 426 232", 2.4, colour(0x3b2620));
        e.line("M 448 232 C 453 236 461 236 466 232", 2.4, colour(0x3b2620));
        e.line("M 438 240 C 436 250 435 254 439 257", 1.6, colour(0xb97d5c, 0.8));
        e.glow(408, 254, 16, 11, 0xe08a78, 0.4);
        e.glow(466, 254, 16, 11, 0xe08a78, 0.4);
        e.oval(489, 262, 4, 4, colour(0xf2d28c));
    }

    private static void arm(Easel e, double lift) {
        double handX = 520 + lift * 176;
        double handY = 570 - lift * 172;
        CubicCurve2D middle = new CubicCurve2D.Double(
                516, 392, 556 - lift * 4, 428 + lift * 8, 578 + lift * 22, 512 - lift * 42, handX, handY);
        e.oval(519, 396, 33, 33, colour(0x2a706a));
        e.fill(sleeve(middle, 34, 19), across(500, 0x2a706a, 690, 0x1a4b46));
        e.line(sleeveFold(middle), 2, colour(0x5fa79f, 0.5));
        Easel hand = e.at(handX, handY, 1);
        hand.graphics().rotate(-lift * 0.75);
        hand.fill(
                "M -8 -13 C 10 -19 30 -14 44 -8 C 50 -5 48 1 42 1 C 48 4 44 9 38 8 C 30 14 8 17 -8 12 Z",
                across(-8, 0xd79f7b, 46, 0xf2c7a6));
    }

    /** The outline around a curve, as wide as the shoulder at one end and the wrist at the other. */
    private static Path2D sleeve(CubicCurve2D middle, double shoulder, double wrist) {
        Path2D outline = new Path2D.Double();
        for (int i = 0; i <= STEPS; i++) {
            Point2D point = beside(middle, i / (double) STEPS, -(shoulder + (wrist - shoulder) * i / STEPS));
            if (i == 0) {
                outline.moveTo(point.getX(), point.getY());
            } else {
                outline.lineTo(point.getX(), point.getY());
            }
        }
        for (int i = STEPS; i >= 0; i--) {
            Point2D point = beside(middle, i / (double) STEPS, shoulder + (wrist - shoulder) * i / STEPS);
            outline.lineTo(point.getX(), point.getY());
        }
        outline.closePath();
        return outline;
    }

    private static Path2D sleeveFold(CubicCurve2D middle) {
        Path2D fold = new Path2D.Double();
        Point2D start = beside(middle, 0.2, -14);
        fold.moveTo(start.getX(), start.getY());
        for (int i = 5; i <= STEPS - 2; i++) {
            Point2D point = beside(middle, i / (double) STEPS, -12);
            fold.lineTo(point.getX(), point.getY());
        }
        return fold;
    }

    /** The point {@code distance} to the right of a Bézier curve at {@code t}, seen along it. */
    private static Point2D beside(CubicCurve2D c, double t, double distance) {
        double u = 1 - t;
        double x = u * u * u * c.getX1()
                + 3 * u * u * t * c.getCtrlX1()
                + 3 * u * t * t * c.getCtrlX2()
                + t * t * t * c.getX2();
        double y = u * u * u * c.getY1()
                + 3 * u * u * t * c.getCtrlY1()
                + 3 * u * t * t * c.getCtrlY2()
                + t * t * t * c.getY2();
        double dx = u * u * (c.getCtrlX1() - c.getX1())
                + 2 * u * t * (c.getCtrlX2() - c.getCtrlX1())
                + t * t * (c.getX2() - c.getCtrlX2());
        double dy = u * u * (c.getCtrlY1() - c.getY1())
                + 2 * u * t * (c.getCtrlY2() - c.getCtrlY1())
                + t * t * (c.getY2() - c.getCtrlY2());
        double length = Math.hypot(dx, dy);
        return new Point2D.Double(x - dy / length * distance, y + dx / length * distance);
    }
}
