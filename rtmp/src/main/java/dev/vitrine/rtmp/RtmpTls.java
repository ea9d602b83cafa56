package dev.vitrine.rtmp;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** TLS for RTMPS out of the JDK's own context, which may hand out another certificate at any time. */
public final class RtmpTls {

    private RtmpTls() {}

    public static Supplier<SslContext> of(SSLContext context) {
        SslContext wrapped = new JdkSslContext(
                context,
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                null,
                ClientAuth.NONE,
                new String[] {"TLSv1.3", "TLSv1.2"},
                false);
        return () -> wrapped;
    }
}
