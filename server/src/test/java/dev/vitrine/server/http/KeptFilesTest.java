package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.internal.PlatformDependent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptFilesTest {

    private static final int HEAD = 100;

    @TempDir
    Path directory;

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final KeptFiles files = new KeptFiles(HEAD, later::add);

    private Path file(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return Files.write(directory.resolve(name), bytes);
    }

    private void timePasses() {
        Runnable task = later.remove();
        task.run();
    }

    private static List<Integer> read(KeptFiles.Open file, long start, int length) throws IOException {
        ByteBuffer bytes = file.read(start, ByteBuffer.allocateDirect(length));
        List<Integer> read = new ArrayList<>();
        while (bytes.hasRemaining()) {
            read.add(bytes.get() & 0xff);
        }
        return read;
    }

    @Test
    void aFile_isRead_anywhere_alsoBehindWhatIsAtHand() throws IOException {
        try (KeptFiles.Open shared = files.shared(file("a", 200));
                KeptFiles.Open alone = KeptFiles.alone(directory.resolve("a"))) {
            for (KeptFiles.Open open : List.of(shared, alone, shared)) {
                assertThat(read(open, 0, 3)).containsExactly(0, 1, 2);
                assertThat(read(open, 98, 4)).containsExactly(98, 99, 100, 101);
                assertThat(read(open, 150, 2)).containsExactly(150, 151);
                assertThatThrownBy(() -> read(open, 199, 2)).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void aFileThatIsShorterThanWhatIsKept_isRead() throws IOException {
        try (KeptFiles.Open shared = files.shared(file("a", 3))) {
            assertThat(read(shared, 0, 3)).containsExactly(0, 1, 2);
            assertThatThrownBy(() -> read(shared, 0, 4)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFile_isOpenedOnce_andClosedWhenNobodyAskedForAWhile() throws IOException {
        Path path = file("a", 200);
        KeptFiles.Open one = files.shared(path);
        KeptFiles.Open two = files.shared(path);
        FileChannel channel = one.channel();
        assertThat(two.channel()).isSameAs(channel);
        one.close();
        two.close();

        timePasses();
        assertThat(channel.isOpen()).as("it was used").isTrue();
        timePasses();
        assertThat(channel.isOpen()).isFalse();
        assertThat(later).as("nothing is open, so nothing is looked after").isEmpty();

        try (KeptFiles.Open again = files.shared(path)) {
            assertThat(read(again, 0, 1)).containsExactly(0);
        }
        assertThat(later).hasSize(1);
    }

    @Test
    void aSlowReader_keepsItsFile() throws IOException {
        KeptFiles.Open slow = files.shared(file("a", 200));
        timePasses();
        timePasses();
        timePasses();
        assertThat(read(slow, 150, 1)).containsExactly(150);

        for (int i = 0; i < 20; i++) {
            files.shared(file("b" + i, 10)).close();
        }
        assertThat(slow.channel().isOpen())
                .as("there are newer ones, and it is still read")
                .isTrue();
        slow.close();
        assertThat(slow.channel().isOpen()).isFalse();
    }

    /** Memory outside the heap is only given back by the garbage collector, which does not know of it. */
    @Test
    void memoryOfAClosedFile_isUsedAgain() throws IOException {
        Set<Long> addresses = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Path path = file("a" + i, 200);
            for (int again = 0; again < 3; again++) {
                try (KeptFiles.Open open = files.shared(path)) {
                    ByteBuffer own = ByteBuffer.allocateDirect(10);
                    ByteBuffer bytes = open.read(0, own);
                    assertThat(bytes.get(9)).isEqualTo((byte) 9);
                    if (bytes != own) {
                        addresses.add(PlatformDependent.directBufferAddress(bytes));
                    }
                }
            }
        }
        assertThat(addresses).hasSizeBetween(1, 10);
    }

    @Test
    void manyFiles_areNotKeptOpen() throws IOException {
        List<FileChannel> channels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            try (KeptFiles.Open open = files.shared(file("a" + i, 10))) {
                channels.add(open.channel());
            }
        }
        assertThat(channels.stream().filter(FileChannel::isOpen)).hasSizeBetween(1, 16);
        assertThat(channels.get(49).isOpen()).isTrue();
    }

    @Test
    void aFileThatIsNotThere_isToldAndForgotten() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> files.shared(missing)).isInstanceOf(NoSuchFileException.class);
        file("missing", 1);
        try (KeptFiles.Open open = files.shared(missing)) {
            assertThat(read(open, 0, 1)).containsExactly(0);
        }
    }
}
