package dev.vitrine.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.AccessUnit;
import org.junit.jupiter.api.Test;

final class RecentPicturesTest {

    private final RecentPictures pictures = new RecentPictures();

    private static AccessUnit picture(int pts) {
        return new AccessUnit(1, pts, pts, false, new byte[] {1});
    }

    @Test
    void picturesOfASegment_areKept_fromItsBeginning() {
        pictures.add(picture(1));
        assertThat(pictures.isEmpty()).as("nothing began").isTrue();

        pictures.begin();
        pictures.add(picture(2));
        pictures.add(picture(3));
        assertThat(pictures).extracting(AccessUnit::pts).containsExactly(2L, 3L);

        pictures.begin();
        pictures.add(picture(4));
        assertThat(pictures).extracting(AccessUnit::pts).containsExactly(4L);
    }

    /** What is missing in the middle would make all behind it undecodable. */
    @Test
    void tooManyPictures_areNotKeptAtAll_untilThereIsANewBeginning() {
        pictures.begin();
        for (int pts = 0; pts < 20_000; pts++) {
            pictures.add(picture(pts));
            if (!pictures.isEmpty()) {
                assertThat(pictures).hasSize(pts + 1);
            }
        }
        assertThat(pictures.isEmpty()).isTrue();

        pictures.begin();
        pictures.add(picture(20_000));
        assertThat(pictures).hasSize(1);
    }
}
