package dev.vitrine.testkit;

import dev.vitrine.media.AudioCodec;
import dev.vitrine.media.VideoCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an {@link Encoder} shall make: a stamped picture and a tone. Immutable; each method answers a changed copy.
 *
 * <pre>  Programme.standard().size(640, 360).bFrames(2).lasting(Duration.ofSeconds(10))  </pre>
 */
public final class Programme {

    private int width = 320;
    private int height = 180;
    private int framesPerSecond = 30;
    private Duration gop = Duration.ofSeconds(2);
    private int bFrames;
    private boolean lyingDown;
    private int videoKbps = 500;
    private Optional<VideoCodec> video = Optional.of(VideoCodec.H264);
    private Optional<AudioCodec> audio = Optional.of(AudioCodec.AAC);
    private int sampleRate = 48_000;
    private int channels = 2;
    private long firstFrame;
    private OptionalLong frames = OptionalLong.empty();
    private Optional<Duration> duration = Optional.empty();
    private boolean realtime = true;

    private Programme() {}

    private Programme(Programme other) {
        width = other.width;
        height = other.height;
        framesPerSecond = other.framesPerSecond;
        gop = other.gop;
        bFrames = other.bFrames;
        lyingDown = other.lyingDown;
        videoKbps = other.videoKbps;
        video = other.video;
        audio = other.audio;
        sampleRate = other.sampleRate;
        channels = other.channels;
        firstFrame = other.firstFrame;
        frames = other.frames;
        duration = other.duration;
        realtime = other.realtime;
    }

    /** 320×180 at 30 frames/s, H.264 500 kbit/s without B-frames, 2 s GOP; AAC 48 kHz stereo; endless, in real time. */
    public static Programme standard() {
        return new Programme();
    }

    /** Even numbers, width at least 80. */
    public Programme size(int newWidth, int newHeight) {
        Programme copy = new Programme(this);
        copy.width = newWidth;
        copy.height = newHeight;
        return copy;
    }

    public Programme framesPerSecond(int rate) {
        Programme copy = new Programme(this);
        copy.framesPerSecond = rate;
        return copy.measured();
    }

    /** Time between keyframes. */
    public Programme gop(Duration length) {
        Programme copy = new Programme(this);
        copy.gop = length;
        return copy;
    }

    /** Pictures that are decoded after one that is shown later, between two reference pictures; 0 to 16. */
    public Programme bFrames(int count) {
        Programme copy = new Programme(this);
        copy.bFrames = count;
        return copy;
    }

    /** H.264 as from a phone held upright: the picture lies on its left side, and a message beside it says so. */
    public Programme lyingDown() {
        Programme copy = new Programme(this);
        copy.lyingDown = true;
        return copy;
    }

    /** Not for AV1, whose encoder aims at a quality here. */
    public Programme videoKbps(int rate) {
        Programme copy = new Programme(this);
        copy.videoKbps = rate;
        return copy;
    }

    public Programme video(VideoCodec codec) {
        Programme copy = new Programme(this);
        copy.video = Optional.of(codec);
        return copy;
    }

    public Programme withoutVideo() {
        Programme copy = new Programme(this);
        copy.video = Optional.empty();
        return copy;
    }

    public Programme audio(AudioCodec codec, int newSampleRate, int newChannels) {
        Programme copy = new Programme(this);
        copy.audio = Optional.of(codec);
        copy.sampleRate = newSampleRate;
        copy.channels = newChannels;
        return copy;
    }

    public Programme withoutAudio() {
        Programme copy = new Programme(this);
        copy.audio = Optional.empty();
        return copy;
    }

    /** The number stamped into the first picture; later ones count on. For a publisher that comes back. */
    public Programme startingAt(long frame) {
        Programme copy = new Programme(this);
        copy.firstFrame = frame;
        return copy;
    }

    public Programme lasting(Duration length) {
        Programme copy = new Programme(this);
        copy.duration = Optional.of(length);
        return copy.measured();
    }

    /** As fast as the machine can, for files. */
    public Programme asFastAsPossible() {
        Programme copy = new Programme(this);
        copy.realtime = false;
        return copy;
    }

    private Programme measured() {
        frames = duration.isPresent()
                ? OptionalLong.of(duration.get().toMillis() * framesPerSecond / 1000)
                : OptionalLong.empty();
        return this;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    boolean hasVideo() {
        return video.isPresent();
    }

    long firstFrame() {
        return firstFrame;
    }

    /** How many pictures there are to paint. */
    OptionalLong frames() {
        return frames;
    }

    /** FFmpeg's arguments up to the output; pictures come as 4:2:0 planes on standard input. */
    List<String> arguments() {
        if (video.isEmpty() && audio.isEmpty()) {
            throw new IllegalArgumentException("a programme needs video or audio");
        }
        List<String> arguments = new ArrayList<>();
        video.ifPresent(codec -> {
            pace(arguments);
            arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p"));
            arguments.addAll(List.of("-video_size", width + "x" + height, "-framerate", "" + framesPerSecond));
            arguments.addAll(List.of("-i", "pipe:0"));
        });
        audio.ifPresent(codec -> {
            pace(arguments);
            arguments.addAll(List.of("-f", "lavfi", "-i"));
            arguments.add("sine=frequency=330:beep_factor=3:sample_rate=" + sampleRate);
        });
        video.ifPresent(codec -> arguments.addAll(videoArguments(codec)));
        audio.ifPresent(codec -> arguments.addAll(audioArguments(codec)));
        duration.ifPresent(length -> arguments.addAll(List.of("-t", length.toMillis() + "ms")));
        return arguments;
    }

    private void pace(List<String> arguments) {
        if (realtime) {
            arguments.add("-re");
        }
    }

    private List<String> videoArguments(VideoCodec codec) {
        int gopFrames = (int) Math.max(1, gop.toMillis() * framesPerSecond / 1000);
        List<String> arguments = new ArrayList<>(List.of("-g", "" + gopFrames));
        if (codec != VideoCodec.AV1) {
            arguments.addAll(List.of("-b:v", videoKbps + "k"));
        }
        arguments.addAll(
                switch (codec) {
                    case H264 -> x264(gopFrames);
                    case HEVC ->
                        List.of(
                                "-c:v",
                                "libx265",
                                "-preset",
                                "ultrafast",
                                "-x265-params",
                                "log-level=error:scenecut=0:open-gop=0:pools=1:frame-threads=1:keyint=" + gopFrames
                                        + ":min-keyint=" + gopFrames + ":b-adapt=0:bframes=" + bFrames);
                    case AV1 ->
                        List.of(
                                "-c:v",
                                "libsvtav1",
                                "-preset",
                                "10",
                                "-crf",
                                "50",
                                "-svtav1-params",
                                "pred-struct=1:scd=0:lp=1:keyint=" + gopFrames);
                    case VP9 ->
                        List.of(
                                "-c:v",
                                "libvpx-vp9",
                                "-deadline",
                                "realtime",
                                "-cpu-used",
                                "8",
                                "-lag-in-frames",
                                "0",
                                "-keyint_min",
                                "" + gopFrames);
                });
        return arguments;
    }

    private List<String> x264(int gopFrames) {
        List<String> arguments = new ArrayList<>(List.of(
                "-c:v",
                "libx264",
                "-preset",
                bFrames == 0 ? "ultrafast" : "veryfast",
                "-bf",
                "" + bFrames,
                "-x264-params",
                "scenecut=0:b-adapt=0:threads=1:keyint=" + gopFrames + ":min-keyint=" + gopFrames,
                "-maxrate",
                videoKbps + "k",
                "-bufsize",
                videoKbps + "k"));
        if (bFrames == 0) {
            arguments.addAll(List.of("-tune", "zerolatency"));
        }
        if (lyingDown) {
            arguments.addAll(List.of("-vf", "transpose=cclock"));
            arguments.addAll(List.of("-bsf:v", "h264_metadata=display_orientation=insert:rotate=-90"));
        }
        return arguments;
    }

    private List<String> audioArguments(AudioCodec codec) {
        String encoder =
                switch (codec) {
                    case AAC -> "aac";
                    case OPUS -> "libopus";
                    case AC3 -> "ac3";
                    case EAC3 -> "eac3";
                    case FLAC -> "flac";
                    case MP3 -> "libmp3lame";
                };
        return List.of("-c:a", encoder, "-ar", "" + sampleRate, "-ac", "" + channels);
    }
}
