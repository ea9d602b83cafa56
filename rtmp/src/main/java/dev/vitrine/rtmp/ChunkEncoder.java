package dev.vitrine.rtmp;

import dev.vitrine.rtmp.RtmpMessage.Acknowledgement;
import dev.vitrine.rtmp.RtmpMessage.Command;
import dev.vitrine.rtmp.RtmpMessage.SetChunkSize;
import dev.vitrine.rtmp.RtmpMessage.SetPeerBandwidth;
import dev.vitrine.rtmp.RtmpMessage.UserControl;
import dev.vitrine.rtmp.RtmpMessage.WindowAcknowledgementSize;
import dev.vitrine.rtmp.amf.Amf0Writer;
import dev.vitrine.rtmp.amf.AmfNothing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Writes what a server says: control messages and commands, each with a full header (format 0) and cut into chunks. A
 * server of publishers says so little that shorter headers would save nothing.
 */
final class ChunkEncoder extends MessageToByteEncoder<RtmpMessage> {

    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int REPETITION = 0xc0;

    private int chunkSize = 128;

    @Override
    protected void encode(ChannelHandlerContext ctx, RtmpMessage message, ByteBuf out) {
        ByteBuf body = ctx.alloc().heapBuffer();
        try {
            if (message instanceof Command command) {
                writeCommand(command, body);
                chunk(COMMAND_CHUNK_STREAM, MessageType.COMMAND_AMF0, command.streamId(), body, out);
            } else {
                int type = writeControl(message, body);
                chunk(CONTROL_CHUNK_STREAM, type, 0, body, out);
            }
        } finally {
            body.release();
        }
        if (message instanceof SetChunkSize size) {
            chunkSize = size.bytes();
        }
    }

    private static void writeCommand(Command command, ByteBuf body) {
        Amf0Writer.write(body, command.name());
        Amf0Writer.write(body, command.transactionId());
        for (Object argument : command.arguments()) {
            Amf0Writer.write(body, argument);
        }
        if (command.arguments().isEmpty()) {
            Amf0Writer.write(body, AmfNothing.NULL);
        }
    }

    private static int writeControl(RtmpMessage message, ByteBuf body) {
        if (message instanceof SetChunkSize size) {
            body.writeInt(size.bytes());
            return MessageType.SET_CHUNK_SIZE;
        } else if (message instanceof Acknowledgement acknowledgement) {
            body.writeInt((int) acknowledgement.bytes());
            return MessageType.ACKNOWLEDGEMENT;
        } else if (message instanceof WindowAcknowledgementSize window) {
            body.writeInt((int) window.bytes());
            return MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE;
        } else if (message instanceof SetPeerBandwidth bandwidth) {
            body.writeInt((int) bandwidth.bytes()).writeByte(bandwidth.limitType());
            return MessageType.SET_PEER_BANDWIDTH;
        } else if (message instanceof UserControl control) {
            body.writeShort(control.event()).writeInt((int) control.value());
            return MessageType.USER_CONTROL;
        }
        throw new IllegalArgumentException("a server does not send " + message);
    }

    private void chunk(int chunkStream, int type, int streamId, ByteBuf body, ByteBuf out) {
        out.writeByte(chunkStream)
                .writeMedium(0)
                .writeMedium(body.readableBytes())
                .writeByte(type)
                .writeIntLE(streamId);
        out.writeBytes(body, Math.min(chunkSize, body.readableBytes()));
        while (body.isReadable()) {
            out.writeByte(REPETITION | chunkStream);
            out.writeBytes(body, Math.min(chunkSize, body.readableBytes()));
        }
    }
}
