package dev.vitrine.transcoder.worker;

import dev.vitrine.transcoder.Message;

/** Where messages to the parent go; any thread. */
interface Outbox {

    /** Blocks while the parent does not read. */
    void send(Message message);
}
