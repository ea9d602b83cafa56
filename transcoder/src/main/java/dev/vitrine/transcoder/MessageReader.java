package dev.vitrine.transcoder;

import dev.vitrine.transcoder.Message.Wire;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads {@link Message}s from a stream, however it is cut. One thread. */
public final class MessageReader {

    private final InputStream in;

    /**
     * Reads nothing yet.
     *
     * @param in need not be buffered: a message takes two reads
     */
    public MessageReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next message; waits for it. Empty when the stream ends between two messages.
     *
     * @throws IOException when the stream ends inside a message, or holds what is none
     */
    public Optional<Message> next() throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < 4) {
            throw new EOFException("the stream ends after " + head.length + " of 4 bytes of a length");
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length < 1 || length > Message.MAX_BYTES) {
            throw new IOException("a message of " + Integer.toUnsignedString(length) + " bytes is not between 1 and "
                    + Message.MAX_BYTES);
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the stream ends after " + body.length + " of a message's " + length + " bytes");
        }
        try {
            return Optional.of(read(body));
        } catch (IllegalArgumentException unsound) {
            throw new IOException("a message of " + length + " bytes holds what cannot be: " + unsound.getMessage());
        }
    }

    private static Message read(byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        Message message = Wire.read(in);
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes are left over in a message of type " + body[0]);
        }
        return message;
    }
}
