package dev.vitrine.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A programme that flashes and beeps at each whole second, and what a decoder makes of it. */
public final class FlashAndBeep {

    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final double SAME_SECOND = 0.4;
    private static final Pattern PICTURE =
            Pattern.compile("pts_time:([-\\d.]+)\\s+lavfi\\.signalstats\\.YAVG=([\\d.]+)");
    private static final Pattern BEEP = Pattern.compile("silence_end: ([-\\d.]+)");

    private FlashAndBeep() {}

    /** Pictures of 320x180, 30 a second, without B-frames. */
    public static Path file(Path file, Duration length) {
        long seconds = length.toSeconds();
        Child.succeed(
                DEADLINE,
                Tools.ffmpeg(),
                List.of(
                        "-nostdin",
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "color=c=black:s=320x180:r=30:d=" + seconds
                                + ",drawbox=w=iw:h=ih:color=white:t=fill:enable='lt(mod(n,30),3)'",
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0)':s=48000:d=" + seconds,
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-bf",
                        "0",
                        "-pix_fmt",
                        "yuv420p",
                        "-g",
                        "60",
                        "-keyint_min",
                        "60",
                        "-sc_threshold",
                        "0",
                        "-c:a",
                        "aac",
                        file.toString()));
        return file;
    }

    /**
     * What was decoded.
     *
     * @param flashes in seconds of the media's time line, at each the first bright picture
     * @param beeps where each begins
     */
    public record Heard(List<Double> flashes, List<Double> beeps) {

        public Heard {
            flashes = List.copyOf(flashes);
            beeps = List.copyOf(beeps);
        }

        /** By how much beeps come after their flashes, in seconds; empty when there is no pair. */
        public OptionalDouble soundBehindPicture() {
            return flashes.stream()
                    .flatMap(flash ->
                            beeps.stream().map(beep -> beep - flash).filter(behind -> Math.abs(behind) < SAME_SECOND))
                    .mapToDouble(Double::doubleValue)
                    .average();
        }
    }

    /** Decodes a file. */
    public static Heard in(Path file) {
        Child.Output output = Child.succeed(
                DEADLINE,
                Tools.ffmpeg(),
                List.of(
                        "-nostdin",
                        "-hide_banner",
                        "-nostats",
                        "-copyts",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v:0",
                        "-vf",
                        "scale=8:8,format=gray,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
                        "-f",
                        "null",
                        "-",
                        "-map",
                        "0:a:0",
                        "-af",
                        "silencedetect=n=-25dB:d=0.3",
                        "-f",
                        "null",
                        "-"));
        return new Heard(flashes(new String(output.stdout(), StandardCharsets.UTF_8)), all(BEEP, output.stderr()));
    }

    private static List<Double> flashes(String printed) {
        List<Double> flashes = new ArrayList<>();
        boolean wasBright = true; // a flash that had begun before is none
        Matcher picture = PICTURE.matcher(printed);
        while (picture.find()) {
            boolean bright = Double.parseDouble(picture.group(2)) > 128;
            if (bright && !wasBright) {
                flashes.add(Double.parseDouble(picture.group(1)));
            }
            wasBright = bright;
        }
        return flashes;
    }

    private static List<Double> all(Pattern pattern, String text) {
        List<Double> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(Double.parseDouble(matcher.group(1)));
        }
        return found;
    }
}
