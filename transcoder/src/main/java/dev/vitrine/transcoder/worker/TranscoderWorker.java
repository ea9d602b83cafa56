package dev.vitrine.transcoder.worker;

import dev.vitrine.transcoder.LogoPlace;
import dev.vitrine.transcoder.Message;
import dev.vitrine.transcoder.Message.Active;
import dev.vitrine.transcoder.Message.Drop;
import dev.vitrine.transcoder.Message.End;
import dev.vitrine.transcoder.Message.Hello;
import dev.vitrine.transcoder.Message.KeyAt;
import dev.vitrine.transcoder.Message.Open;
import dev.vitrine.transcoder.Message.Ready;
import dev.vitrine.transcoder.Message.Unit;
import dev.vitrine.transcoder.MessageReader;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.global.avutil;

/** Main of the child process. Ends when its standard input does; says what it complains about on standard error. */
public final class TranscoderWorker {

    private final Handles handles = new Handles();
    private final Map<Integer, Pipeline> pipelines = new ConcurrentHashMap<>();
    private final Outbox outbox;

    private final Optional<Logo> logo;

    TranscoderWorker(Outbox outbox, Optional<Logo> logo) {
        this.outbox = outbox;
        this.logo = logo;
    }

    /**
     * Serves its standard input.
     *
     * @param arguments none, or a logo's file and its corner
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever prints shall not print between messages.
        System.setOut(System.err);
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        TranscoderWorker worker = new TranscoderWorker(to(out), logo(arguments));
        // Buffered because FileInputStream.readNBytes seeks, which a pipe cannot.
        worker.serve(new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16));
        // Rungs may be waiting for a parent that is gone.
        System.exit(0);
    }

    /** A show without its logo is better than none. */
    private static Optional<Logo> logo(String[] arguments) {
        if (arguments.length < 2) {
            return Optional.empty();
        }
        LogoPlace place = new LogoPlace(Path.of(arguments[0]), LogoPlace.Corner.valueOf(arguments[1]));
        try {
            return Optional.of(Logo.read(place));
        } catch (IOException unreadable) {
            System.err.println("no logo in the renditions: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** A parent that reads no more is gone: so are we. */
    private static Outbox to(OutputStream out) {
        return message -> {
            byte[] bytes = message.toBytes();
            synchronized (out) {
                try {
                    out.write(bytes);
                } catch (IOException parentIsGone) {
                    Runtime.getRuntime().halt(0);
                }
            }
        };
    }

    /** Until the stream ends. */
    void serve(InputStream in) throws IOException, InterruptedException {
        MessageReader reader = new MessageReader(in);
        for (Optional<Message> message = reader.next(); message.isPresent(); message = reader.next()) {
            take(message.get());
        }
        pipelines.values().forEach(Pipeline::drop);
    }

    private void take(Message message) throws IOException, InterruptedException {
        if (message instanceof Hello hello) {
            if (hello.version() != Message.VERSION) {
                throw new IOException("the server speaks version " + hello.version() + " of the protocol, this worker "
                        + Message.VERSION + ": they are of different builds");
            }
            outbox.send(new Ready(Message.VERSION, hello.probe() ? Encoders.available() : List.of()));
        } else if (message instanceof Open open) {
            int id = open.pipeline();
            Pipeline pipeline = new Pipeline(handles, open, logo, outbox, () -> pipelines.remove(id));
            pipelines.put(id, pipeline);
            pipeline.start();
        } else if (message instanceof Unit unit) {
            hand(unit.pipeline(), unit);
        } else if (message instanceof KeyAt key) {
            hand(key.pipeline(), key);
        } else if (message instanceof Active active) {
            hand(active.pipeline(), active);
        } else if (message instanceof End end) {
            hand(end.pipeline(), end);
        } else if (message instanceof Drop drop) {
            Pipeline pipeline = pipelines.get(drop.pipeline());
            if (pipeline != null) {
                pipeline.drop();
            }
        } else {
            throw new IOException(message.getClass().getSimpleName() + " is not for a worker to take");
        }
    }

    /** What is for a pipeline that has failed is left out: the parent has been told. */
    private void hand(int id, Message message) throws InterruptedException {
        Pipeline pipeline = pipelines.get(id);
        if (pipeline != null) {
            pipeline.take(message);
        }
    }

    /** Native objects that are open; 0 when no pipeline is. */
    int openHandles() {
        return handles.open();
    }
}
