package dev.vitrine.bench;

import dev.vitrine.testkit.HlsClient;
import dev.vitrine.testkit.HlsPlaylist;
import dev.vitrine.testkit.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much can be fetched, by wrk on one thread: a live playlist, a segment at the edge, one from further back; and how soon
 * many have a part who ask at once. The same bytes as files from nginx, in turns.
 */
final class Throughput {

    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");

    private final Results results;
    private final Path media;
    private final boolean quick;

    Throughput(Results results, Path media, boolean quick) {
        this.results = results;
        this.media = media;
        this.quick = quick;
    }

    /** @param plans of Vitrine and nginx, in this order */
    void measure(List<Supplier<Subject.Plan>> plans) throws IOException, InterruptedException {
        if (plans.size() < 2) {
            System.out.println("  the files are Vitrine's and nginx serves them too: this takes both servers");
            return;
        }
        try (Subject vitrine = new Subject(plans.get(0).get());
                Subject nginx = new Subject(plans.get(1).get());
                Publishers publishers = new Publishers()) {
            publishers.add(media, vitrine.publish(0));
            URI playlist = ViewerCost.mediaPlaylist(vitrine);
            // Long enough for the server to be warm, and for a segment to have gone to disk.
            wrk(playlist, 50, quick ? 2 : 10);
            for (int connections : quick ? new int[] {50} : new int[] {50, 1_000}) {
                pair("playlist", () -> playlist, nginx, connections);
                pair("segment at the edge", () -> segment(playlist, 1), nginx, connections);
                pair("segment on disk", () -> segment(playlist, 12), nginx, connections);
            }
            for (int clients : quick ? new int[] {100} : new int[] {100, 1_000}) {
                stampede(playlist, nginx, clients);
            }
        }
    }

    /** Everybody asks for the newest part at once, as those do who have waited for it; the same bytes from nginx, in turns. */
    private void stampede(URI playlist, Subject nginx, int number) throws IOException, InterruptedException {
        String what = "a part, asked for by " + number + " at once → has it, ";
        try (Stampede ours = new Stampede(playlist, number);
                Stampede theirs = new Stampede(nginx.http("/"), number)) {
            List<Double> oursWaited = new ArrayList<>();
            List<Double> theirsWaited = new ArrayList<>();
            for (int round = 0; round < (quick ? 3 : 20); round++) {
                URI part = newestPart(playlist);
                String file = copyToNginx(part, nginx);
                oursWaited.addAll(ours.ask(part.getRawPath()));
                theirsWaited.addAll(theirs.ask(file));
            }
            for (int percent : new int[] {50, 99}) {
                String measure = what + "p" + percent + ", ms";
                results.add(measure, "Vitrine", Results.percentile(oursWaited, percent));
                results.add(measure, "nginx", Results.percentile(theirsWaited, percent));
            }
        }
    }

    private static URI newestPart(URI playlist) throws IOException, InterruptedException {
        return HlsClient.load(playlist).segments().stream()
                .flatMap(segment -> segment.parts().stream())
                .reduce((before, part) -> part)
                .orElseThrow()
                .uri();
    }

    /** Answers its path there. */
    private static String copyToNginx(URI ours, Subject nginx) throws IOException, InterruptedException {
        byte[] bytes = load(ours);
        String name = ours.getPath().substring(ours.getPath().lastIndexOf('/') + 1);
        Files.write(nginx.plan().directory().resolve("files").resolve(name), bytes);
        return "/files/" + name;
    }

    private static byte[] load(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray())
                .body();
    }

    /** The {@code nth} newest complete segment, or the oldest. */
    private static URI segment(URI playlist, int nth) throws IOException, InterruptedException {
        List<HlsPlaylist.Segment> complete = HlsClient.load(playlist).completeSegments();
        return complete.get(Math.max(complete.size() - nth, 1)).uri().orElseThrow();
    }

    /** What is at an address for a moment. */
    private interface Newest {
        URI get() throws IOException, InterruptedException;
    }

    private void pair(String what, Newest ours, Subject nginx, int connections)
            throws IOException, InterruptedException {
        String measure = what + ", " + connections + " connections: ";
        int seconds = quick ? 2 : 4;
        // Both have been at it for a while: files are in memory, and Java has compiled what it takes, which with
        // config/jvm.options it does after 45,000 calls, a minute and a half of a thousand viewers.
        wrk(ours.get(), connections, quick ? 1 : 30);
        // wrk, loopback and two processors make two modes of it, a third apart, which change from one call to the next.
        for (int repeat = 0; repeat < (quick ? 1 : 9); repeat++) {
            URI now = ours.get();
            int length = load(now).length;
            URI theirs = nginx.http(copyToNginx(now, nginx));
            add(measure, "Vitrine", wrk(now, connections, seconds), length);
            add(measure, "nginx", wrk(theirs, connections, seconds), length);
        }
    }

    private void add(String measure, String server, double rate, int bytes) {
        results.add(measure + "requests/s", server, rate);
        results.add(measure + "Gbit/s", server, rate * bytes * 8 / 1e9);
    }

    private static double wrk(URI address, int connections, int seconds) throws IOException, InterruptedException {
        List<String> command = List.of(
                Tools.find("wrk").toString(),
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                address.toString());
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(said);
        if (wrk.waitFor() != 0 || !rate.find()) {
            throw new IOException(String.join(" ", command) + " said: " + said);
        }
        Matcher bad = BAD.matcher(said);
        if (bad.find()) {
            throw new IOException(address + ", " + connections + " connections: " + bad.group());
        }
        return Double.parseDouble(rate.group(1));
    }
}
