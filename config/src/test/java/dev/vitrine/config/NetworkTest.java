package dev.vitrine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.1.2,       true",
        "10.0.0.0/8,     11.0.0.1,         false",
        "192.168.4.0/22, 192.168.7.255,    true",
        "192.168.4.0/22, 192.168.8.0,      false",
        "10.1.2.3,       10.1.2.3,         true",
        "10.1.2.3,       10.1.2.2,         false",
        "0.0.0.0/0,      203.0.113.9,      true",
        "0.0.0.0/0,      2001:db8::1,      false",
        "fd00::/8,       fd12:3456::1,     true",
        "fd00::/8,       fe80::1,          false",
        "10.0.0.0/8,     ::ffff:10.0.0.1,  true",
    })
    void contains_comparesThePrefix(String network, String address, boolean inside) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @Test
    void parse_refusesWhatIsNoNetwork() {
        assertThatThrownBy(() -> Network.parse("studio.example"))
                .hasMessage("an address or network like 10.0.0.1, 10.0.0.0/8 or fd00::/8");
    }
}
