package dev.vitrine.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts chunks together into messages (RTMP 1.0 §5.3).
 *
 * <pre>
 *    fmt:2 csid:6 [csid 1 or 2 bytes] | message header 11, 7, 3 or 0 bytes | [extended timestamp 4] | piece of payload
 *
 *    fmt 0   timestamp 3 | length 3 | type 1 | stream id 4 (little-endian)
 *    fmt 1   delta 3     | length 3 | type 1
 *    fmt 2   delta 3
 *    fmt 3   nothing: more of the same message, or a new one just like the last
 * </pre>
 *
 * <p>Memory is taken as bytes come, never by announced length, and all unfinished messages of the connection share one
 * budget. Set Chunk Size and Abort change how the very next chunk is read, so they are obeyed here and go no further.
 */
final class ChunkDecoder extends ByteToMessageDecoder {

    private static final int DEFAULT_CHUNK_SIZE = 128;
    private static final int EXTENDED = 0xffffff;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};
    private static final int FIRST_ALLOCATION = 4096;

    private final RtmpLimits limits;
    private final SharedBytes shared;
    private final OddityCounter oddities;
    private final IntObjectMap<ChunkStream> streams = new IntObjectHashMap<>();

    private int chunkSize = DEFAULT_CHUNK_SIZE;
    private long buffered;

    /** The chunk whose header has been read and whose payload has not yet come completely. */
    private @Nullable ChunkStream current;

    private int leftInChunk;

    /** Whether the peer broke the protocol: what it sends until it is gone is not looked at. */
    private boolean failed;

    /** @param shared what all connections together may hold */
    ChunkDecoder(RtmpLimits limits, SharedBytes shared, OddityCounter oddities) {
        this.limits = limits;
        this.shared = shared;
        this.oddities = oddities;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decodeChunks(ctx, in, out);
        } catch (RtmpException e) {
            failed = true;
            throw e;
        }
    }

    private void decodeChunks(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        while (current != null || in.isReadable()) {
            if (current == null && !readHeader(in)) {
                return;
            }
            ChunkStream stream = Objects.requireNonNull(current);
            readPayload(ctx, in, stream);
            if (leftInChunk > 0) {
                return;
            }
            current = null;
            if (stream.received() == stream.length) {
                complete(stream, out);
            }
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        streams.values().forEach(ChunkStream::discard);
        streams.clear();
        current = null;
        shared.giveBack(buffered);
        buffered = 0;
    }

    /** Reads one chunk's header, or nothing at all when it is not complete. */
    private boolean readHeader(ByteBuf in) {
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        int format = first >> 6;
        // §5.3.1.1: the numbers 0 and 1 say that the id follows, in one byte or in two, low byte first.
        int small = first & 0x3f;
        int basicBytes = small == 0 ? 2 : small == 1 ? 3 : 1;
        int at = start + basicBytes;
        int headerBytes = HEADER_BYTES[format];
        if (in.readableBytes() < basicBytes + headerBytes) {
            return false;
        }
        int id =
                switch (basicBytes) {
                    case 2 -> 64 + in.getUnsignedByte(start + 1);
                    case 3 -> 64 + in.getUnsignedShortLE(start + 1);
                    default -> small;
                };
        ChunkStream stream = stream(id, format);
        boolean complete = format == 3 ? readRepetition(in, at, stream) : readChange(in, at, format, stream);
        if (complete) {
            current = stream;
            leftInChunk = Math.min(chunkSize, stream.length - stream.received());
        }
        return complete;
    }

    private ChunkStream stream(int id, int format) {
        ChunkStream stream = streams.get(id);
        if (stream != null) {
            return stream;
        }
        // librtmp opens a chunk stream with format 1, others with 2; the fields left out then count as zero.
        if (format == 3) {
            throw new RtmpException("chunk of format 3 on chunk stream " + id + ", on which nothing came before");
        }
        if (streams.size() == limits.maxChunkStreams()) {
            throw new RtmpException(Budget.CHUNK_STREAMS, "more than " + limits.maxChunkStreams() + " chunk streams");
        }
        stream = new ChunkStream(id);
        streams.put(id, stream);
        return stream;
    }

    /** Formats 0, 1 and 2: a new message. */
    private boolean readChange(ByteBuf in, int at, int format, ChunkStream stream) {
        int end = at + HEADER_BYTES[format];
        long time = in.getUnsignedMedium(at);
        boolean extended = time == EXTENDED;
        if (extended) {
            if (in.writerIndex() < end + 4) {
                return false;
            }
            time = in.getUnsignedInt(end);
            end += 4;
        }
        if (stream.unfinished) {
            oddities.count(
                    Oddity.PARTIAL_DISCARDED,
                    "a message of type " + stream.type + " had " + stream.received() + " of " + stream.length
                            + " bytes");
            discard(stream);
        }
        if (format <= 1) {
            stream.length = length(in.getUnsignedMedium(at + 3));
            stream.type = in.getUnsignedByte(at + 6);
        }
        if (format == 0) {
            stream.streamId = in.getIntLE(at + 7);
        }
        stream.extended = extended;
        stream.extendedField = time;
        // A format 3 message after a format 0 one repeats that one's time as its delta (§5.3.1.2.4).
        stream.delta = time;
        stream.timestamp = (format == 0 ? time : stream.timestamp + time) & 0xffffffffL;
        stream.unfinished = true;
        in.readerIndex(end);
        return true;
    }

    /** Format 3: the next piece of the message under way, or else a new message with the last one's header. */
    private boolean readRepetition(ByteBuf in, int at, ChunkStream stream) {
        int end = at;
        if (stream.extended) {
            // The extended timestamp is repeated by some (§5.3.1.3) and left out by others, such as older librtmp.
            // Only its value can tell.
            int seen = Math.min(4, in.writerIndex() - at);
            boolean repeated =
                    startsWith(in, at, seen, stream.extendedField) || startsWith(in, at, seen, stream.timestamp);
            if (repeated && seen < 4) {
                return false;
            }
            end += repeated ? 4 : 0;
        }
        if (!stream.unfinished) {
            stream.timestamp = stream.timestamp + stream.delta & 0xffffffffL;
            stream.unfinished = true;
        }
        in.readerIndex(end);
        return true;
    }

    private static boolean startsWith(ByteBuf in, int at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            if (in.getUnsignedByte(at + i) != (value >> (24 - 8 * i) & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private int length(int bytes) {
        if (bytes > limits.maxMessageBytes()) {
            throw new RtmpException(
                    Budget.MESSAGE_BYTES, "message of " + bytes + " bytes is longer than " + limits.maxMessageBytes());
        }
        return bytes;
    }

    private void readPayload(ChannelHandlerContext ctx, ByteBuf in, ChunkStream stream) {
        int bytes = Math.min(leftInChunk, in.readableBytes());
        if (bytes == 0) {
            return;
        }
        buffered += bytes;
        boolean fits = shared.take(bytes);
        if (buffered > limits.maxBufferedBytesPerConnection()) {
            throw new RtmpException(
                    Budget.BUFFERED_BYTES,
                    "unfinished messages hold more than " + limits.maxBufferedBytesPerConnection() + " bytes");
        }
        if (!fits) {
            throw new RtmpException(
                    Budget.BUFFERED_IN_TOTAL,
                    "unfinished messages of all connections hold more than " + shared.max() + " bytes");
        }
        if (stream.payload == null) {
            int first = Math.min(stream.length, Math.max(bytes, FIRST_ALLOCATION));
            stream.payload = ctx.alloc().heapBuffer(first, stream.length);
        }
        stream.payload.writeBytes(in, bytes);
        leftInChunk -= bytes;
    }

    private void complete(ChunkStream stream, List<Object> out) {
        ByteBuf payload = stream.payload == null ? Unpooled.EMPTY_BUFFER : stream.payload;
        stream.payload = null;
        stream.unfinished = false;
        buffered -= payload.readableBytes();
        shared.giveBack(payload.readableBytes());
        if (stream.type == MessageType.SET_CHUNK_SIZE || stream.type == MessageType.ABORT) {
            try {
                obey(stream.type, payload);
            } finally {
                payload.release();
            }
        } else {
            out.add(new RawMessage(stream.type, stream.streamId, stream.timestamp, payload));
        }
    }

    private void obey(int type, ByteBuf payload) {
        if (payload.readableBytes() < 4) {
            throw new RtmpException(
                    "control message of type " + type + " has " + payload.readableBytes() + " bytes, not 4");
        }
        int value = payload.readInt();
        if (type == MessageType.SET_CHUNK_SIZE) {
            if (value < 1) {
                throw new RtmpException("chunk size " + value + " is not between 1 and 2147483647");
            }
            chunkSize = value;
        } else {
            ChunkStream aborted = streams.get(value);
            if (aborted != null) {
                discard(aborted);
            }
        }
    }

    private void discard(ChunkStream stream) {
        buffered -= stream.received();
        shared.giveBack(stream.received());
        stream.discard();
    }
}
