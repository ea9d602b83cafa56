package dev.vitrine.rtmp;

import dev.vitrine.rtmp.RtmpMessage.Acknowledgement;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.Data;
import dev.vitrine.rtmp.RtmpMessage.ForeignCommand;
import dev.vitrine.rtmp.RtmpMessage.Ignored;
import dev.vitrine.rtmp.RtmpMessage.Media;
import dev.vitrine.rtmp.RtmpMessage.SetPeerBandwidth;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.Amf0Reader;
import dev.vitrine.rtmp.amf.AmfException;
import dev.vitrine.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.util.List;

/**
 * Gives each whole message its meaning (RTMP 1.0 §5.4, §7.1). What is unknown or harmlessly broken becomes {@link
 * Ignored}; a command that cannot be read ends the connection, because its sender waits for an answer.
 */
final class MessageDecoder extends MessageToMessageDecoder<RawMessage> {

    private static final int AGGREGATE_HEADER = 11;
    private static final int AGGREGATE_TRAILER = 4;

    private final AmfLimits limits;

    MessageDecoder(AmfLimits limits) {
        super(RawMessage.class);
        this.limits = limits;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, RawMessage raw, List<Object> out) {
        if (raw.type() == MessageType.AGGREGATE) {
            decodeAggregate(raw, out);
        } else {
            out.add(decode(raw.type(), raw.streamId(), raw.timestamp(), raw.content()));
        }
    }

    private RtmpMessage decode(int type, int streamId, long timestamp, ByteBuf body) {
        return switch (type) {
            case MessageType.ACKNOWLEDGEMENT -> new Acknowledgement(number(type, body));
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> new WindowAcknowledgementSize(number(type, body));
            case MessageType.SET_PEER_BANDWIDTH ->
                new SetPeerBandwidth(number(type, body), body.isReadable() ? body.readUnsignedByte() : 0);
            case MessageType.USER_CONTROL -> userControl(body);
            case MessageType.AUDIO, MessageType.VIDEO -> media(type, streamId, timestamp, body);
            case MessageType.DATA_AMF0 -> data(streamId, timestamp, body);
            case MessageType.DATA_AMF3 ->
                skipAmf0Switch(body)
                        ? data(streamId, timestamp, body)
                        : new Ignored(Oddity.UNREADABLE_MESSAGE, "data message in AMF 3");
            case MessageType.COMMAND_AMF0 -> command(streamId, body);
            case MessageType.COMMAND_AMF3 ->
                skipAmf0Switch(body) ? command(streamId, body) : new ForeignCommand(streamId);
            default -> new Ignored(Oddity.UNKNOWN_MESSAGE, "message type " + type);
        };
    }

    /**
     * §7.1.6: FLV tags in one message, whose own timestamps count from the first one's.
     *
     * <pre>  type 1 | length 3 | time 3 + 1 | stream id 3 | body | 4 bytes of back pointer  </pre>
     */
    private void decodeAggregate(RawMessage raw, List<Object> out) {
        ByteBuf body = raw.content();
        long firstTime = -1;
        while (body.readableBytes() >= AGGREGATE_HEADER) {
            int type = body.readUnsignedByte();
            int length = body.readUnsignedMedium();
            long time = body.readUnsignedMedium() | (long) body.readUnsignedByte() << 24;
            body.skipBytes(3);
            if (length > body.readableBytes()) {
                throw new RtmpException("aggregate message holds a part of " + length + " bytes where "
                        + body.readableBytes() + " are left");
            }
            firstTime = firstTime < 0 ? time : firstTime;
            long timestamp = raw.timestamp() + time - firstTime & 0xffffffffL;
            ByteBuf part = body.readSlice(length);
            if (type == MessageType.AGGREGATE) {
                out.add(new Ignored(Oddity.UNKNOWN_MESSAGE, "aggregate message in an aggregate message"));
            } else {
                out.add(decode(type, raw.streamId(), timestamp, part));
            }
            body.skipBytes(Math.min(AGGREGATE_TRAILER, body.readableBytes()));
        }
    }

    private static RtmpMessage media(int type, int streamId, long timestamp, ByteBuf body) {
        return body.isReadable()
                ? new Media(type == MessageType.VIDEO, streamId, timestamp, body.retainedSlice())
                : new Ignored(Oddity.UNREADABLE_MESSAGE, "empty media message");
    }

    private static long number(int type, ByteBuf body) {
        if (body.readableBytes() < 4) {
            throw new RtmpException(
                    "control message of type " + type + " has " + body.readableBytes() + " bytes, not 4");
        }
        return body.readUnsignedInt();
    }

    private static RtmpMessage userControl(ByteBuf body) {
        if (body.readableBytes() < 2) {
            return new Ignored(Oddity.UNREADABLE_MESSAGE, "user control message of " + body.readableBytes() + " bytes");
        }
        int event = body.readUnsignedShort();
        return new UserControl(event, body.readableBytes() >= 4 ? body.readUnsignedInt() : 0);
    }

    /** Messages of the AMF 3 types begin with a byte 0 when what follows is AMF 0 after all, as it is in practice. */
    private static boolean skipAmf0Switch(ByteBuf body) {
        if (!body.isReadable() || body.getByte(body.readerIndex()) != 0) {
            return false;
        }
        body.skipBytes(1);
        return true;
    }

    private RtmpMessage data(int streamId, long timestamp, ByteBuf body) {
        try {
            return new Data(streamId, timestamp, Amf0Reader.readAll(body, limits));
        } catch (AmfException e) {
            // Such as ffmpeg's time code: four bytes that are no AMF at all.
            return new Ignored(Oddity.UNREADABLE_MESSAGE, "data message: " + e.getMessage());
        }
    }

    private RtmpMessage command(int streamId, ByteBuf body) {
        List<Object> values = Amf0Reader.readAll(body, limits);
        if (values.isEmpty() || !(values.get(0) instanceof String name)) {
            throw new RtmpException("command without a name");
        }
        double transactionId = values.size() > 1 && values.get(1) instanceof Double id ? id : 0;
        return new Command(streamId, name, transactionId, values.subList(Math.min(2, values.size()), values.size()));
    }
}
