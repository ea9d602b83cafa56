package dev.vitrine.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xnio.StreamConnection;

/** Who is let in; that it is told, and how, is in EncryptedTest. */
class DoorTest {

    private final Door door = new Door(100, 2, List.of(Network.parse("198.51.100.0/24")), () -> 0);

    /** A connection that nobody sends anything on. */
    private static final class Silent extends StreamConnection {

        private boolean open = true;

        Silent() {
            super(null);
        }

        void leave() {
            open = false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        protected void notifyWriteClosed() {}

        @Override
        protected void notifyReadClosed() {}

        @Override
        public SocketAddress getPeerAddress() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketAddress getLocalAddress() {
            throw new UnsupportedOperationException();
        }
    }

    private String enter(StreamConnection connection, String address) throws UnknownHostException {
        return door.enter(connection, InetAddress.getByName(address));
    }

    @Test
    void oneAddress_hasSoManyConnections_andNoMore_whileOthersComeIn() throws IOException {
        Silent first = new Silent();
        assertThat(enter(first, "192.0.2.1")).isEmpty();
        assertThat(enter(new Silent(), "192.0.2.1")).isEmpty();
        assertThat(enter(new Silent(), "192.0.2.1"))
                .isEqualTo(
                        "this address has 2 connections open, the most it may have (http.max-connections-per-address)");
        assertThat(enter(new Silent(), "192.0.2.2")).isEmpty();

        first.leave();
        door.tick();

        assertThat(enter(new Silent(), "192.0.2.1")).isEmpty();
        assertThat(enter(new Silent(), "192.0.2.1")).isNotEmpty();
        assertThat(door.open()).isEqualTo(3);
    }

    @Test
    void anIpv6Network_countsAsOneAddress() throws IOException {
        assertThat(enter(new Silent(), "2001:db8:1:2::1")).isEmpty();
        assertThat(enter(new Silent(), "2001:db8:1:2:ffff::2")).isEmpty();
        assertThat(enter(new Silent(), "2001:db8:1:2::3")).isNotEmpty();
        assertThat(enter(new Silent(), "2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void thisMachineAndProxies_speakForMany() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(enter(new Silent(), "127.0.0.1")).isEmpty();
            assertThat(enter(new Silent(), "::1")).isEmpty();
            assertThat(enter(new Silent(), "198.51.100.7")).isEmpty();
        }
        assertThat(door.open()).isEqualTo(30);
    }

    @Test
    void whenAllAreTaken_whoHasLeft_makesRoomAtOnce() throws IOException {
        Door narrow = new Door(1, 1, List.of(), () -> 0);
        Silent first = new Silent();
        assertThat(narrow.enter(first, InetAddress.getByName("192.0.2.1"))).isEmpty();
        assertThat(narrow.enter(new Silent(), InetAddress.getByName("192.0.2.2")))
                .contains("all 1 connections are taken (http.max-connections)");

        first.leave();

        assertThat(narrow.enter(new Silent(), InetAddress.getByName("192.0.2.2")))
                .isEmpty();
    }
}
