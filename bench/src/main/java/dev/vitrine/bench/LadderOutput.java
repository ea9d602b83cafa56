package dev.vitrine.bench;

import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.MediaSink;
import dev.vitrine.media.Track;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a rung's H.264 into a file that ffmpeg reads: start codes in front of NAL units, parameter sets first. */
final class LadderOutput implements MediaSink {

    private static final byte[] START_CODE = {0, 0, 0, 1};

    /** Of an avcC up to its first SPS: version, profile, compatibility, level, length of lengths, number of SPS. */
    private static final int AVCC_HEAD = 6;

    private final OutputStream out;

    LadderOutput(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    @Override
    public void tracks(List<Track> tracks) {
        byte[] avcC = tracks.get(0).video().orElseThrow().configuration().toArray();
        ByteBuffer sets = ByteBuffer.wrap(avcC, AVCC_HEAD, avcC.length - AVCC_HEAD);
        unit(sets, sets.getShort() & 0xffff);
        sets.get(); // one PPS
        unit(sets, sets.getShort() & 0xffff);
    }

    @Override
    public void write(AccessUnit unit) {
        ByteBuffer payload = ByteBuffer.wrap(unit.payload());
        while (payload.hasRemaining()) {
            unit(payload, payload.getInt());
        }
    }

    private void unit(ByteBuffer from, int length) {
        try {
            byte[] bytes = new byte[length];
            from.get(bytes);
            out.write(START_CODE);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end(String reason) {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
