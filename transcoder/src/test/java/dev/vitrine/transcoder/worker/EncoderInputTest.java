package dev.vitrine.transcoder.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vitrine.transcoder.worker.EncoderInput.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each encoder gets the same picture, in the layout it reads. */
@Tag("real")
class EncoderInputTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    private final Handles handles = new Handles();
    private final AVFrame frame = avutil.av_frame_alloc();

    @BeforeEach
    void draw() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        frame.format(avutil.AV_PIX_FMT_YUV420P);
        frame.width(WIDTH);
        frame.height(HEIGHT);
        frame.pts(4711);
        assertThat(avutil.av_frame_get_buffer(frame, 0)).isZero();
        for (int plane = 0; plane < 3; plane++) {
            int scale = plane == 0 ? 1 : 2;
            for (int y = 0; y < HEIGHT / scale; y++) {
                for (int x = 0; x < WIDTH / scale; x++) {
                    row(frame, plane, y).put(x, (byte) value(plane, x, y));
                }
            }
        }
    }

    @AfterEach
    void nothingIsLeft() {
        avutil.av_frame_free(frame);
        assertThat(handles.open()).isZero();
    }

    private static int value(int plane, int x, int y) {
        return 16 + (x * 3 + y * 5 + plane * 60) % 200;
    }

    private static BytePointer row(AVFrame frame, int plane, int y) {
        long at = (long) y * frame.linesize(plane);
        return new BytePointer(frame.data(plane)).position(at);
    }

    @Test
    void softwareEncoder_getsThePictureItself() {
        try (EncoderInput input = new EncoderInput(handles, WIDTH, HEIGHT, Form.PLANAR);
                Picture picture = Picture.of(handles, frame, true);
                Picture wanted = input.of(picture)) {
            assertThat(wanted.frame().data(0).address())
                    .isEqualTo(picture.frame().data(0).address());
        }
    }

    @Test
    void interleaved_hasTheSameValues_coloursInPairs() {
        try (EncoderInput input = new EncoderInput(handles, WIDTH, HEIGHT, Form.INTERLEAVED);
                Picture picture = Picture.of(handles, frame, true);
                Picture wanted = input.of(picture)) {
            assertThat(wanted.frame().format()).isEqualTo(avutil.AV_PIX_FMT_NV12);
            assertThat(wanted.pts()).isEqualTo(4711);
            assertThat(wanted.key()).isTrue();
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    assertThat(row(wanted.frame(), 0, y).get(x) & 0xff).isEqualTo(value(0, x, y));
                    int colour = row(wanted.frame(), 1, y / 2).get(x) & 0xff;
                    assertThat(colour).isEqualTo(value(1 + x % 2, x / 2, y / 2));
                }
            }
        }
    }

    /** Where there is a device, what was uploaded comes back as it was; where there is none, that is said. */
    @Test
    void onDevice_isTheSame_orThereIsNoDevice() {
        if (Files.exists(Path.of("/dev/dri"))) {
            try (DeviceFrames device = new DeviceFrames(handles, WIDTH, HEIGHT);
                    EncoderInput input = new EncoderInput(handles, WIDTH, HEIGHT, Form.INTERLEAVED);
                    Picture picture = Picture.of(handles, frame, true);
                    Picture paired = input.of(picture);
                    Picture there = device.upload(paired)) {
                AVFrame back = avutil.av_frame_alloc();
                back.format(avutil.AV_PIX_FMT_NV12);
                assertThat(avutil.av_hwframe_transfer_data(back, there.frame(), 0))
                        .isZero();
                assertThat(row(back, 0, 5).get(7) & 0xff).isEqualTo(value(0, 7, 5));
                assertThat(there.pts()).isEqualTo(4711);
                avutil.av_frame_free(back);
            }
            return;
        }
        assertThatThrownBy(() -> new EncoderInput(handles, WIDTH, HEIGHT, Form.ON_DEVICE))
                .isInstanceOf(FfmpegException.class)
                .hasMessageStartingWith("opening a VAAPI device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libx264", "libopenh264"})
    void encoderThatIsTried_makesKeyPicturesWhereTheyAreAskedFor(String name) {
        assumeThat(Encoders.available()).contains(name);
        assertThat(Encoders.keys(name, List.of(true, false, false, true, false)))
                .containsExactly(true, false, false, true, false);
    }

    @Test
    void encodersThatNeedADeviceThatIsNotThere_areNotAvailable() {
        assumeThat(Files.exists(Path.of("/dev/dri"))).isFalse();
        assertThat(Encoders.available()).isNotEmpty().doesNotContain("h264_vaapi", "h264_qsv");
    }
}
