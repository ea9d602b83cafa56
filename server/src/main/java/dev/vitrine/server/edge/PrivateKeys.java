package dev.vitrine.server.edge;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** A private key out of a PEM file: PKCS #8, or what older tools write, which is PKCS #8 without its envelope. */
final class PrivateKeys {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PrivateKeys() {}

    /** @param certified the certificate's key: says which kind of key this has to be */
    static PrivateKey read(String setting, Path file, PublicKey certified) throws BadCertificate {
        List<Pem.Block> keys = Pem.read(setting, file).blocks().stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty()) {
            throw new BadCertificate(setting + ": " + file + " holds no private key");
        }
        Pem.Block key = keys.get(0);
        if (key.isEncrypted() || key.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw new BadCertificate(setting + ": the key in " + file + " is encrypted, and nobody is there to type its"
                    + " password; write it without: openssl pkey -in " + file.getFileName() + " -out plain.pem");
        }
        String algorithm = certified.getAlgorithm();
        byte[] pkcs8 =
                switch (key.label()) {
                    case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> envelope(key.der(), algorithmOf(certified));
                    default -> key.der();
                };
        if (key.label().equals("RSA PRIVATE KEY") != algorithm.equals("RSA")
                && !key.label().equals("PRIVATE KEY")) {
            throw mismatch(setting, file, algorithm);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw mismatch(setting, file, algorithm);
        }
    }

    private static BadCertificate mismatch(String setting, Path file, String algorithm) {
        return new BadCertificate(setting + ": " + file + " holds no " + algorithm
                + " key, which is what the certificate was made for, or it is damaged");
    }

    /** PKCS #8 (RFC 5208 §5): SEQUENCE { version, algorithm, OCTET STRING { key } }. */
    private static byte[] envelope(byte[] key, byte[] algorithm) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
    }

    /** The AlgorithmIdentifier, with the curve in it, is the first member of SubjectPublicKeyInfo (RFC 5280 §4.1). */
    private static byte[] algorithmOf(PublicKey key) {
        byte[] info = key.getEncoded();
        int from = headerLength(info, 0);
        int to = from + headerLength(info, from) + contentLength(info, from);
        return Arrays.copyOfRange(info, from, to);
    }

    private static int headerLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? 2 : 2 + (first & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    /** Tag, length, content (X.690 §8.1). */
    private static byte[] der(int tag, byte[]... content) {
        int length = Arrays.stream(content).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (Byte.SIZE * i));
            }
        }
        Arrays.stream(content).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
