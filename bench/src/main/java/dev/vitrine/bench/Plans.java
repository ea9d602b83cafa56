package dev.vitrine.bench;

import dev.vitrine.testkit.FreePort;
import dev.vitrine.testkit.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the servers are set up: each the way its own documentation would, 2 s segments, files on tmpfs. */
final class Plans {

    private static final String TOKEN = "bench-token-0123456789abcdef0123456789abcdef";
    private static final Path RTMP_MODULE = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");

    private Plans() {}

    /** One worker, as the RTMP module wants it; access log off; HLS of 2 s fragments, 20 s long. */
    static Subject.Plan nginx(Path directory) throws IOException {
        if (!Files.exists(RTMP_MODULE)) {
            throw new AssertionError(RTMP_MODULE + " is not there: run scripts/setup --bench");
        }
        int http = FreePort.next();
        int rtmp = FreePort.next();
        String configuration = """
                load_module %s;
                daemon off;
                pid %s/nginx.pid;
                error_log stderr error;
                worker_processes 1;
                worker_rlimit_nofile 16384;
                events { worker_connections 8192; }
                rtmp {
                  server {
                    listen 127.0.0.1:%d;
                    application live {
                      live on;
                      hls on;
                      hls_path %s/hls;
                      hls_fragment 2s;
                      hls_playlist_length 20s;
                    }
                  }
                }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000;
                  client_body_temp_path %s/body;
                  proxy_temp_path %s/proxy;
                  fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi;
                  scgi_temp_path %s/scgi;
                  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; video/mp4 m4s; }
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    location /hls/ { root %s; add_header Cache-Control no-cache; }
                    location /files/ { root %s; add_header Cache-Control no-cache; }
                  }
                }
                """.formatted(
                        RTMP_MODULE,
                        directory,
                        rtmp,
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        directory,
                        http,
                        directory,
                        directory);
        Files.createDirectories(directory.resolve("hls"));
        // The RTMP module tidies up the other folder.
        Files.createDirectories(directory.resolve("files"));
        // Started by root, the worker is somebody else and must be let in.
        directory.toFile().setExecutable(true, false);
        directory.resolve("hls").toFile().setWritable(true, false);
        Path file = Files.writeString(directory.resolve("nginx.conf"), configuration);
        return new Subject.Plan(
                "nginx",
                directory,
                List.of(Tools.find("nginx").toString(), "-e", "stderr", "-c", file.toString()),
                Map.of(),
                http,
                rtmp,
                number -> "/live/s" + number,
                number -> "/hls/s" + number + ".m3u8",
                "");
    }

    /** The checkout's own server with as many channels as there will be streams; everything else is its default. */
    static Subject.Plan vitrine(Path checkout, Path directory, int channels) throws IOException {
        Path program = checkout.resolve("scripts/vitrine");
        if (!Files.isExecutable(program)) {
            throw new AssertionError(program + " is not there: run bench/run from a checkout that has it");
        }
        int http = FreePort.next();
        int rtmp = FreePort.next();
        String configuration = IntStream.range(0, channels)
                .mapToObj(n -> "  - {id: s%d, title: Stream %d, stream-key: \"%s\"}%n".formatted(n, n, key(n)))
                .collect(Collectors.joining("", "channels:\n", ""));
        Path file = Files.writeString(directory.resolve("vitrine.yml"), configuration);
        return new Subject.Plan(
                "Vitrine",
                directory,
                List.of(program.toString(), "serve", "--config", file.toString()),
                Map.of(
                        "VITRINE_DATA",
                        directory.resolve("data").toString(),
                        "VITRINE_HTTP_PORT",
                        Integer.toString(http),
                        "VITRINE_RTMP_PORT",
                        Integer.toString(rtmp),
                        "VITRINE_ADMIN_TOKEN",
                        TOKEN),
                http,
                rtmp,
                number -> "/live/" + key(number),
                number -> "/live/s" + number + "/index.m3u8",
                TOKEN);
    }

    private static String key(int number) {
        return "bench-key-0123456789abcdef-" + number;
    }
}
