package dev.vitrine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DirectCopiesTest {

    private final DirectCopies copies = DirectCopies.mine();

    private static ByteBuffer part(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Test
    void aPartIsCopiedOnce() {
        ByteBuffer part = part(100_000, 1);

        ByteBuffer first = copies.of(part);

        assertThat(first.isDirect()).isTrue();
        assertThat(first).isEqualTo(part);
        assertThat(copies.of(part)).isSameAs(first);
        assertThat(copies.of(part.duplicate()))
                .as("another part of the same bytes")
                .isNotSameAs(first)
                .isEqualTo(part);
    }

    @Test
    void whatIsSmallOrLargeOrOutsideTheHeapStaysAsItIs() {
        List<ByteBuffer> asTheyAre =
                List.of(part(1_000, 1), part((1 << 20) + 1, 2), ByteBuffer.allocateDirect(100_000));

        asTheyAre.forEach(bytes -> assertThat(copies.of(bytes)).isSameAs(bytes));
    }

    /** More than there is room for, of many lengths and in any order. */
    @Test
    void whoeverAsksGetsTheirOwn() {
        Random random = new Random(7);
        List<ByteBuffer> parts = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ByteBuffer whole = part(20_000 + random.nextInt(200_000), i);
            parts.add(
                    i % 2 == 0
                            ? whole
                            : whole.slice(100, whole.capacity() - 100).asReadOnlyBuffer());
        }
        for (int round = 0; round < 500; round++) {
            ByteBuffer part = parts.get(random.nextInt(parts.size()));

            assertThat(copies.of(part)).isEqualTo(part);
        }
    }
}
