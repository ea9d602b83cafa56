package dev.vitrine.hls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that grows at its end and stays open meanwhile. What a failed write left behind its {@link #length} counts for
 * nothing, and is overwritten. Not thread-safe.
 */
final class AppendedFile implements AutoCloseable {

    private static final Set<OpenOption> TO_WRITE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final FileChannel channel;
    private long length;

    private AppendedFile(FileChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /** Begins at the file's start, whatever it holds; made if it is not there, with its directories. */
    static AppendedFile fromStart(Path file) throws IOException {
        return new AppendedFile(openOrMake(file), 0);
    }

    /** Goes on at the file's end; made if it is not there, with its directories. */
    static AppendedFile fromEnd(Path file) throws IOException {
        FileChannel channel = openOrMake(file);
        return new AppendedFile(channel, channel.size());
    }

    private static FileChannel openOrMake(Path file) throws IOException {
        try {
            return FileChannel.open(file, TO_WRITE);
        } catch (NoSuchFileException noDirectory) {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
            return FileChannel.open(file, TO_WRITE);
        }
    }

    /** Up to where it was written without a failure. */
    long length() {
        return length;
    }

    /** Leaves {@link #length} as it was when it fails. */
    void append(ByteBuffer bytes) throws IOException {
        ByteBuffer left = bytes.duplicate();
        long at = length;
        while (left.hasRemaining()) {
            at += channel.write(left, at);
        }
        length = at;
    }

    /** Writes it again from its start. */
    void rewrite(List<ByteBuffer> bytes) throws IOException {
        length = 0;
        for (ByteBuffer piece : bytes) {
            append(piece);
        }
    }

    /** Cuts what stands behind {@link #length}. */
    void cut() throws IOException {
        if (channel.size() > length) {
            channel.truncate(length);
        }
    }

    /** Waits until the disk has it. */
    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
