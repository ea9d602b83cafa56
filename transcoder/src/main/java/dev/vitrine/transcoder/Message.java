package dev.vitrine.transcoder;

import dev.vitrine.media.Bytes;
import dev.vitrine.media.Orientation;
import dev.vitrine.media.Timescale;
import dev.vitrine.media.VideoCodec;
import dev.vitrine.media.VideoFormat;
import dev.vitrine.media.VideoFormat.Ratio;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What server and worker say to each other on the worker's standard streams.
 *
 * <pre>
 *   length (4 bytes, of what follows) · type (1 byte) · body
 *
 *   server                                       worker
 *     Hello ──────────────────────────────────────▶
 *     ◀────────────────────────────────────────── Ready
 *     Open ( Active | KeyAt | Unit )* End ────────▶       as many at a time as there are pipelines
 *     ◀───────── ( Format | Coded | Rested )* Ended
 *     Drop ───────────────────────────────────────▶       instead of End: nothing more is wanted
 *     ◀────────────────────────────────────── Ended
 * </pre>
 *
 * A pipeline is one decoder and an encoder for each active rung. Reading and writing stand side by side.
 */
public sealed interface Message {

    /** Of the protocol; both sides must speak the same. */
    int VERSION = 1;

    /** Of a message without its length; a unit may be as large as the largest RTMP message that can be configured. */
    int MAX_BYTES = (64 << 20) + 4096;

    int MAX_LIST = 32;

    /**
     * The first message.
     *
     * @param probe whether Ready shall tell which encoders there are, which takes a moment
     */
    record Hello(int version, boolean probe) implements Message {}

    /**
     * The answer to it.
     *
     * @param encoders FFmpeg's names of those that could be opened on this machine
     */
    record Ready(int version, List<String> encoders) implements Message {
        public Ready {
            encoders = List.copyOf(encoders);
        }
    }

    /**
     * A pipeline begins.
     *
     * @param timescale of the units that follow, and of what comes back
     * @param rungs the largest first
     * @param active names of those to begin with
     */
    record Open(int pipeline, VideoFormat source, Timescale timescale, List<Rung> rungs, List<String> active)
            implements Message {
        public Open {
            rungs = List.copyOf(rungs);
            active = List.copyOf(active);
        }
    }

    /** From the first picture at {@code fromPts} on, these rungs are encoded and no others. */
    record Active(int pipeline, long fromPts, List<String> rungs) implements Message {
        public Active {
            rungs = List.copyOf(rungs);
        }
    }

    /** The first picture at or after {@code pts} becomes an IDR picture in every rung. */
    record KeyAt(int pipeline, long pts) implements Message {}

    /**
     * What is to be decoded next.
     *
     * @param key whether decoding can start here; it then stands for a {@link KeyAt} at its pts too
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody but tests, by content.
    record Unit(int pipeline, long pts, long dts, boolean key, byte[] payload) implements Message {}

    record End(int pipeline) implements Message {}

    record Drop(int pipeline) implements Message {}

    /** What a rung's encoder makes; before its first picture. */
    record Format(int pipeline, String rung, VideoFormat format) implements Message {}

    /**
     * An encoded picture.
     *
     * @param micros what scaling and encoding took
     */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    record Coded(int pipeline, String rung, long pts, boolean key, int micros, byte[] payload) implements Message {}

    /** Nothing more comes of a rung, because it is not active any more or the pipeline ends. */
    record Rested(int pipeline, String rung) implements Message {}

    /**
     * Nothing more comes of a pipeline.
     *
     * @param failure why, for the operator; empty when all that was asked for was done
     */
    record Ended(int pipeline, String failure) implements Message {}

    /** With its length in front. */
    default byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            Wire.write(this, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] message = bytes.toByteArray();
        int length = message.length - 4;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes is longer than " + MAX_BYTES);
        }
        message[0] = (byte) (length >> 24);
        message[1] = (byte) (length >> 16);
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        return message;
    }

    /** Types and bodies. */
    final class Wire {

        private Wire() {}

        static void write(Message message, DataOutputStream out) throws IOException {
            if (message instanceof Hello hello) {
                out.writeByte(1);
                out.writeInt(hello.version());
                out.writeBoolean(hello.probe());
            } else if (message instanceof Ready ready) {
                out.writeByte(2);
                out.writeInt(ready.version());
                writeWords(out, ready.encoders());
            } else if (message instanceof Open open) {
                out.writeByte(3);
                out.writeInt(open.pipeline());
                writeFormat(out, open.source());
                out.writeInt(open.timescale().ticksPerSecond());
                out.writeByte(open.rungs().size());
                for (Rung rung : open.rungs()) {
                    writeRung(out, rung);
                }
                writeWords(out, open.active());
            } else if (message instanceof Active active) {
                out.writeByte(4);
                out.writeInt(active.pipeline());
                out.writeLong(active.fromPts());
                writeWords(out, active.rungs());
            } else if (message instanceof Unit unit) {
                out.writeByte(5);
                out.writeInt(unit.pipeline());
                out.writeLong(unit.pts());
                out.writeLong(unit.dts());
                out.writeBoolean(unit.key());
                out.write(unit.payload());
            } else if (message instanceof End end) {
                out.writeByte(6);
                out.writeInt(end.pipeline());
            } else if (message instanceof Drop drop) {
                out.writeByte(7);
                out.writeInt(drop.pipeline());
            } else if (message instanceof Format format) {
                out.writeByte(8);
                out.writeInt(format.pipeline());
                out.writeUTF(format.rung());
                writeFormat(out, format.format());
            } else if (message instanceof Coded coded) {
                out.writeByte(9);
                out.writeInt(coded.pipeline());
                out.writeUTF(coded.rung());
                out.writeLong(coded.pts());
                out.writeBoolean(coded.key());
                out.writeInt(coded.micros());
                out.write(coded.payload());
            } else if (message instanceof KeyAt key) {
                out.writeByte(11);
                out.writeInt(key.pipeline());
                out.writeLong(key.pts());
            } else if (message instanceof Rested rested) {
                out.writeByte(12);
                out.writeInt(rested.pipeline());
                out.writeUTF(rested.rung());
            } else if (message instanceof Ended ended) {
                out.writeByte(10);
                out.writeInt(ended.pipeline());
                out.writeUTF(ended.failure());
            }
        }

        /** Reads one message without its length; what is left over in {@code in} is its payload's. */
        static Message read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            return switch (type) {
                case 1 -> new Hello(in.readInt(), in.readBoolean());
                case 2 -> new Ready(in.readInt(), readWords(in));
                case 3 -> readOpen(in);
                case 4 -> new Active(in.readInt(), in.readLong(), readWords(in));
                case 5 -> new Unit(in.readInt(), in.readLong(), in.readLong(), in.readBoolean(), in.readAllBytes());
                case 6 -> new End(in.readInt());
                case 7 -> new Drop(in.readInt());
                case 8 -> new Format(in.readInt(), in.readUTF(), readFormat(in));
                case 9 ->
                    new Coded(
                            in.readInt(),
                            in.readUTF(),
                            in.readLong(),
                            in.readBoolean(),
                            in.readInt(),
                            in.readAllBytes());
                case 10 -> new Ended(in.readInt(), in.readUTF());
                case 11 -> new KeyAt(in.readInt(), in.readLong());
                case 12 -> new Rested(in.readInt(), in.readUTF());
                default -> throw new IOException("message type " + type + " is not between 1 and 12");
            };
        }

        private static Open readOpen(DataInputStream in) throws IOException {
            int pipeline = in.readInt();
            VideoFormat source = readFormat(in);
            Timescale timescale = new Timescale(in.readInt());
            int count = count(in);
            List<Rung> rungs = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                rungs.add(readRung(in));
            }
            return new Open(pipeline, source, timescale, rungs, readWords(in));
        }

        private static void writeFormat(DataOutputStream out, VideoFormat format) throws IOException {
            out.writeUTF(format.codec().name());
            out.writeUTF(format.codecs());
            byte[] configuration = format.configuration().toArray();
            out.writeInt(configuration.length);
            out.write(configuration);
            out.writeInt(format.width());
            out.writeInt(format.height());
            out.writeInt(format.pixelAspect().numerator());
            out.writeInt(format.pixelAspect().denominator());
            out.writeBoolean(format.orientation().mirrored());
            out.writeInt(format.orientation().quarterTurns());
        }

        private static VideoFormat readFormat(DataInputStream in) throws IOException {
            VideoCodec codec = VideoCodec.valueOf(in.readUTF());
            String codecs = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("configuration of " + length + " bytes in a message with " + in.available());
            }
            Bytes configuration = Bytes.copyOf(in.readNBytes(length));
            return new VideoFormat(
                    codec,
                    codecs,
                    configuration,
                    in.readInt(),
                    in.readInt(),
                    new Ratio(in.readInt(), in.readInt()),
                    new Orientation(in.readBoolean(), in.readInt()));
        }

        private static void writeRung(DataOutputStream out, Rung rung) throws IOException {
            out.writeUTF(rung.name());
            out.writeInt(rung.width());
            out.writeInt(rung.height());
            out.writeInt(rung.maxBitsPerSecond());
            out.writeInt(rung.framesPerSecond());
            out.writeInt(rung.everyNth());
            out.writeUTF(rung.encoding().encoder());
            out.writeUTF(rung.encoding().preset());
        }

        private static Rung readRung(DataInputStream in) throws IOException {
            return new Rung(
                    in.readUTF(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    new Rung.Encoding(in.readUTF(), in.readUTF()));
        }

        private static void writeWords(DataOutputStream out, List<String> words) throws IOException {
            if (words.size() > MAX_LIST) {
                throw new IllegalArgumentException(words.size() + " words are more than " + MAX_LIST);
            }
            out.writeByte(words.size());
            for (String word : words) {
                out.writeUTF(word);
            }
        }

        private static List<String> readWords(DataInputStream in) throws IOException {
            int count = count(in);
            List<String> words = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                words.add(in.readUTF());
            }
            return words;
        }

        private static int count(DataInputStream in) throws IOException {
            int count = in.readUnsignedByte();
            if (count > MAX_LIST) {
                throw new IOException("list of " + count + " is longer than " + MAX_LIST);
            }
            return count;
        }
    }
}
