package dev.vitrine.bench;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Bytes;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.Track;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import dev.vitrine.testkit.Mp4Box;
import dev.vitrine.testkit.Mp4Sample;
import dev.vitrine.testkit.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What both transcoders get: 1080p30, H.264 of about 6 Mbit/s, a random access point every two seconds.
 *
 * @param units those of the file, in decoding order
 */
record LadderProgramme(Path file, Track track, List<AccessUnit> units, int seconds) {

    static final int WIDTH = 1920;
    static final int HEIGHT = 1080;
    static final int RATE = 30;
    static final int GOP_SECONDS = 2;

    LadderProgramme {
        units = List.copyOf(units);
    }

    static LadderProgramme make(Path directory, int seconds) throws IOException, InterruptedException {
        Path file = directory.resolve("1080p30-" + seconds + ".mp4");
        List<String> command = List.of(
                Tools.ffmpeg().toString(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=" + WIDTH + "x" + HEIGHT + ":r=" + RATE + ":d=" + seconds + ",noise=alls=6:allf=t",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-g",
                Integer.toString(GOP_SECONDS * RATE),
                "-keyint_min",
                Integer.toString(GOP_SECONDS * RATE),
                "-sc_threshold",
                "0",
                "-b:v",
                "6000k",
                "-maxrate",
                "6000k",
                "-bufsize",
                "6000k",
                "-video_track_timescale",
                "90000",
                "-movflags",
                "empty_moov+frag_keyframe+default_base_moof",
                file.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("the ladder's programme cannot be encoded: " + command);
        }
        return read(file, seconds);
    }

    private static LadderProgramme read(Path file, int seconds) throws IOException {
        List<Mp4Box> boxes = Mp4Box.parse(Files.readAllBytes(file));
        ByteBuffer avcC = Mp4Box.find(boxes, "moov/trak/mdia/minf/stbl/stsd/avc1/avcC")
                .get(0)
                .body()
                .duplicate();
        byte[] configuration = new byte[avcC.remaining()];
        avcC.get(configuration);
        int id = Mp4Sample.trackId(boxes, "vide");
        List<AccessUnit> units = new ArrayList<>();
        for (int i = 0; i + 1 < boxes.size(); i++) {
            if (boxes.get(i).type().equals("moof")) {
                // One track: its samples follow each other in the mdat.
                ByteBuffer data = boxes.get(i + 1).body().duplicate();
                for (Mp4Sample sample : Mp4Sample.of(List.of(boxes.get(i)), id)) {
                    byte[] payload = new byte[sample.size()];
                    data.get(payload);
                    units.add(new AccessUnit(1, sample.pts(), sample.dts(), sample.sync(), payload));
                }
            }
        }
        VideoFormat format = new VideoFormat(
                VideoCodec.H264, "avc1.640028", Bytes.copyOf(configuration), WIDTH, HEIGHT, Ratio.SQUARE);
        return new LadderProgramme(file, new Track(1, Timescale.VIDEO, format), units, seconds);
    }
}
