package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Sample;
import dev.vitrine.hls.cmaf.TrackRun;
import dev.vitrine.media.AccessUnit;
import dev.vitrine.media.Track;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A segment of the source, part by part, wherever its bytes are. Immutable.
 *
 * @param compositionDelay nanoseconds by which its pictures' decoding times were written later than they are
 * @param parts empty for a gap
 */
public record SourceSegment(long msn, List<Track> tracks, long compositionDelay, List<Optional<Body>> parts) {

    public SourceSegment {
        parts = List.copyOf(parts);
    }

    /** The same with all bytes in memory. May wait for the disk. */
    public SourceSegment load() throws IOException {
        List<Optional<Body>> loaded = new ArrayList<>();
        for (Optional<Body> part : parts) {
            loaded.add(part.isEmpty() ? part : Optional.of(new Body.InMemory(bytes(part.get()))));
        }
        return new SourceSegment(msn, tracks, compositionDelay, loaded);
    }

    private static ByteBuffer bytes(Body body) throws IOException {
        if (body instanceof Body.InMemory memory) {
            return memory.bytes();
        }
        Body.OnDisk disk = (Body.OnDisk) body;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(disk.length()));
        try (FileChannel channel = FileChannel.open(disk.path(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, disk.offset() + bytes.position()) < 0) {
                    throw new EOFException(disk.path() + " ends before " + (disk.offset() + disk.length()));
                }
            }
        }
        return bytes.flip();
    }

    boolean hasPart(int part) {
        return part < parts.size();
    }

    /** The pictures of all parts that are in memory, in decoding order, in show time. */
    public List<AccessUnit> pictures() {
        List<AccessUnit> units = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            runs(part).stream()
                    .filter(run -> run.track().isVideo())
                    .flatMap(run -> run.samples().stream())
                    .map(Sample::unit)
                    .forEach(units::add);
        }
        return units;
    }

    boolean hasPictures(int part) {
        return runs(part).stream().anyMatch(run -> run.track().isVideo());
    }

    List<TrackRun> sound(int part) {
        return runs(part).stream().filter(run -> !run.track().isVideo()).toList();
    }

    private List<TrackRun> runs(int part) {
        return parts.get(part)
                .filter(Body.InMemory.class::isInstance)
                .map(body -> Derivation.runs(((Body.InMemory) body).bytes(), tracks, compositionDelay))
                .orElse(List.of());
    }
}
