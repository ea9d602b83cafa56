package dev.vitrine.server.edge;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a PEM file (RFC 7468), in order. */
record Pem(List<Block> blocks) {

    /** A certificate chain has a few kilobytes; nothing honest has more. */
    private static final long MOST_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE} or {@code PRIVATE KEY}
     * @param isEncrypted in the old way, with headers in the block (RFC 1421)
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written to by nobody
    record Block(String label, byte[] der, boolean isEncrypted) {}

    static Pem read(String setting, Path file) throws BadCertificate {
        try {
            if (Files.isDirectory(file)) {
                throw new BadCertificate(setting + ": " + file + " is a directory, not a PEM file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new BadCertificate(
                        setting + ": " + file + " has " + Files.size(file) + " bytes; a PEM file has a few thousand");
            }
            return parse(setting, file, Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new BadCertificate(setting + ": there is no file " + file);
        } catch (AccessDeniedException e) {
            throw new BadCertificate(setting + ": " + file + " cannot be read by the user who runs Vitrine ("
                    + System.getProperty("user.name") + "); give that user or its group the right to");
        } catch (MalformedInputException e) {
            throw notPem(setting, file);
        } catch (IOException e) {
            throw new BadCertificate(setting + ": " + file + " cannot be read: " + e);
        }
    }

    private static Pem parse(String setting, Path file, String text) throws BadCertificate {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String body = block.group(2);
            boolean encrypted = body.contains("Proc-Type:") && body.contains("ENCRYPTED");
            try {
                blocks.add(new Block(
                        block.group(1),
                        encrypted ? new byte[0] : Base64.getMimeDecoder().decode(body),
                        encrypted));
            } catch (IllegalArgumentException e) {
                throw new BadCertificate(
                        setting + ": " + file + " holds a " + block.group(1) + " that is damaged: " + e.getMessage());
            }
        }
        if (blocks.isEmpty()) {
            throw notPem(setting, file);
        }
        return new Pem(blocks);
    }

    private static BadCertificate notPem(String setting, Path file) {
        return new BadCertificate(
                setting + ": " + file + " is not a PEM file (no -----BEGIN …----- in it); a PFX or DER file"
                        + " can be turned into one with openssl");
    }
}
