package dev.vitrine.server.edge;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Hands each new TLS connection the certificate of the moment. There is one, so its name says only which moment's. */
final class CertificateKeyManager extends X509ExtendedKeyManager {

    private final Supplier<ServerCertificate> certificate;

    CertificateKeyManager(Supplier<ServerCertificate> certificate) {
        this.certificate = certificate;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    private @Nullable String aliasFor(String keyType) {
        String own = certificate.get().chain().get(0).getPublicKey().getAlgorithm();
        return keyType.equals(own) || (own.equals("EdDSA") && keyType.startsWith("Ed")) ? "server" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificate.get().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificate.get().key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = aliasFor(keyType);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
