package dev.vitrine.transcoder.programme;

/**
 * The programme's sound: slow soft chords, a tick a second, and a beep at the very frame a product is lifted, so that ear
 * and eye can be checked against each other. 48 kHz, stereo, 16 bit.
 */
final class Sound {

    static final int SAMPLE_RATE = 48_000;
    static final int CHANNELS = 2;

    private static final double CHORD_SECONDS = 6;
    private static final double BEEP_SECONDS = 0.18;
    private static final double TICK_SECONDS = 0.02;

    /** Am9, Fmaj7, Cmaj7, G6: in Hz. */
    private static final double[][] CHORDS = {
        {110.00, 220.00, 261.63, 329.63, 493.88},
        {87.31, 220.00, 261.63, 329.63, 349.23},
        {130.81, 196.00, 246.94, 329.63, 392.00},
        {98.00, 196.00, 246.94, 293.66, 329.63}
    };

    private static final int TABLE = 4096;
    private static final float[] SINE = new float[TABLE];

    static {
        for (int i = 0; i < TABLE; i++) {
            SINE[i] = (float) Math.sin(2 * Math.PI * i / TABLE);
        }
    }

    private final double framesPerSecond;

    Sound(double framesPerSecond) {
        this.framesPerSecond = framesPerSecond;
    }

    /**
     * The samples heard while a frame is shown, left and right in turn; frames joined give an unbroken sound.
     *
     * @param liftedAt the frame at which a product was lifted last, negative when none was
     */
    short[] during(long frame, long liftedAt) {
        long from = sampleAt(frame);
        int count = (int) (sampleAt(frame + 1) - from);
        double beepStart = liftedAt < 0 ? Double.NEGATIVE_INFINITY : liftedAt / framesPerSecond;
        short[] samples = new short[count * CHANNELS];
        for (int i = 0; i < count; i++) {
            double t = (double) (from + i) / SAMPLE_RATE;
            double common = tick(t) + beep(t - beepStart);
            samples[2 * i] = (short) ((pad(t, 0) + common) * 32_000);
            samples[2 * i + 1] = (short) ((pad(t, 0.0031) + common) * 32_000);
        }
        return samples;
    }

    private long sampleAt(long frame) {
        return Math.round(frame * SAMPLE_RATE / framesPerSecond);
    }

    private static double pad(double t, double detune) {
        int chord = (int) (t / CHORD_SECONDS);
        double within = t / CHORD_SECONDS - chord;
        // Each chord swells and dies away; at the joints there is nothing to click.
        double swell = Math.sin(Math.PI * within);
        double sum = 0;
        for (double frequency : CHORDS[chord % CHORDS.length]) {
            sum += sine(frequency * (1 + detune) * t);
        }
        return sum * swell * 0.02;
    }

    private static double tick(double t) {
        double within = t - Math.floor(t);
        return within > TICK_SECONDS ? 0 : sine(1760 * within) * (1 - within / TICK_SECONDS) * 0.05;
    }

    private static double beep(double sinceLift) {
        if (sinceLift < 0 || sinceLift > BEEP_SECONDS) {
            return 0;
        }
        return sine(880 * sinceLift) * Math.sin(Math.PI * sinceLift / BEEP_SECONDS) * 0.4;
    }

    private static double sine(double turns) {
        return SINE[(int) ((turns - Math.floor(turns)) * TABLE) & (TABLE - 1)];
    }
}
