package dev.vitrine.hls;

import dev.vitrine.hls.cmaf.Mp4Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rendition's segments as one MP4 file: a head that is made once, and the segments where they are. */
final class Mp4Download {

    private static final Logger LOG = LoggerFactory.getLogger(Mp4Download.class);

    /** Beside the journal; can be deleted at any time. */
    private static final String HEAD = "download.head";

    /** A moof of a part is some hundred bytes. */
    private static final int READ_AT_ONCE = 8192;

    private Mp4Download() {}

    static Body of(Path directory, List<StoredSegment> segments, List<Mp4Head.Chapter> chapters) throws IOException {
        List<Body> pieces = new ArrayList<>();
        pieces.add(head(directory, segments, chapters));
        for (StoredSegment segment : segments) {
            pieces.add(new Body.OnDisk(directory.resolve(segment.path()), 0, segment.length()));
        }
        return new Body.Joined(pieces);
    }

    private static synchronized Body head(Path directory, List<StoredSegment> segments, List<Mp4Head.Chapter> chapters)
            throws IOException {
        Path file = directory.resolve(HEAD);
        if (!Files.exists(file)) {
            byte[] bytes = make(directory, segments, chapters);
            try {
                Path whole = Files.write(directory.resolve(HEAD + ".new"), bytes);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException full) {
                LOG.warn("{}: cannot be kept and is made again for the next download: {}", file, full.toString());
                return new Body.InMemory(ByteBuffer.wrap(bytes));
            }
        }
        return new Body.OnDisk(file, 0, Files.size(file));
    }

    private static byte[] make(Path directory, List<StoredSegment> segments, List<Mp4Head.Chapter> chapters)
            throws IOException {
        Mp4Head head = new Mp4Head();
        long position = 0;
        String init = "";
        for (StoredSegment segment : segments) {
            if (!segment.init().equals(init)) {
                init = segment.init();
                head.init(ByteBuffer.wrap(Files.readAllBytes(
                        directory.resolve(segment.rendition()).resolve(init))));
            }
            try (FileChannel file = FileChannel.open(directory.resolve(segment.path()), StandardOpenOption.READ)) {
                for (StoredSegment.Slice part : segment.parts()) {
                    if (!part.gap()) {
                        head.fragment(position + part.offset(), moof(file, part.offset()));
                    }
                }
            }
            position += segment.length();
        }
        return head.write(position, chapters);
    }

    private static ByteBuffer moof(FileChannel file, long offset) throws IOException {
        ByteBuffer start = read(file, offset, READ_AT_ONCE);
        int size = start.getInt(0);
        return size <= start.limit() ? start.limit(size) : read(file, offset, size);
    }

    private static ByteBuffer read(FileChannel file, long offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = file.read(buffer, offset + buffer.position());
        }
        if (buffer.position() < 8) {
            throw new IOException("no fragment at byte " + offset + " of " + file);
        }
        return buffer.flip();
    }
}
