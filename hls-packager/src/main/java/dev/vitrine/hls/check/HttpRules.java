package dev.vitrine.hls.check;

import dev.vitrine.hls.check.Findings.Trouble;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines 66 to 70 and 73: headers and protocol. */
final class HttpRules implements RuleGroup {

    private static final Set<String> PLAYLIST =
            Set.of("application/vnd.apple.mpegurl", "audio/mpegurl", "application/x-mpegurl", "audio/x-mpegurl");
    private static final Set<String> MEDIA = Set.of(
            "video/mp4",
            "audio/mp4",
            "video/mp2t",
            "audio/aac",
            "audio/mpeg",
            "video/iso.segment",
            "audio/ac3",
            "audio/eac3",
            "text/vtt");
    private static final Pattern AGE = Pattern.compile("(?:^|[ ,])(s-maxage|max-age)=([0-9]+)");

    private final House house;
    private final Map<String, Long> targets = new HashMap<>();
    private final Set<String> lowLatency = new HashSet<>();

    HttpRules(House house) {
        this.house = house;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (observed instanceof Observed.Multivariant multivariant) {
            playlist(multivariant.http(), Severity.WARNING, out);
            protocol(multivariant.http(), out);
        } else if (observed instanceof Observed.Reload reload) {
            reload(reload, out);
        } else if (observed instanceof Observed.Init init && init.http().found()) {
            media(init.http(), 0, out);
        } else if (observed instanceof Observed.Media media && media.http().found()) {
            media(media.http(), targets.getOrDefault(media.rendition(), 0L), out);
        } else if (observed instanceof Observed.Probe probe) {
            refusal(probe.http(), out);
        } else if (observed instanceof Observed.Refused refused) {
            refusal(refused.http(), out);
        }
    }

    private void reload(Observed.Reload reload, Findings out) {
        reload.text().media().ifPresent(playlist -> {
            targets.put(reload.rendition(), playlist.header().targetDuration().toSeconds());
            if (playlist.header().partTarget().isPresent()) {
                lowLatency.add(reload.rendition());
            }
        });
        Severity demanded = lowLatency.contains(reload.rendition()) ? Severity.ERROR : Severity.WARNING;
        playlist(reload.http(), demanded, out);
        protocol(reload.http(), out);
        if (!reload.text().ended()) {
            long target = targets.getOrDefault(reload.rendition(), 1L);
            lifetime(reload.http(), reload.asked().msn().isPresent() ? 6 * target : Math.max(1, target / 2), out);
        }
    }

    private static void playlist(Exchange http, Severity demanded, Findings out) {
        String type = type(http);
        out.expect(
                66,
                PLAYLIST.contains(type),
                () -> new Trouble(
                        "a playlist has another Content-Type",
                        type,
                        "application/vnd.apple.mpegurl",
                        Evidence.of(http)));
        out.expect(
                67,
                demanded,
                http.header("content-encoding").orElse("").contains("gzip"),
                () -> new Trouble(
                        "a playlist is not compressed",
                        http.length() + " bytes",
                        "gzip for who accepts it",
                        Evidence.of(http)));
        cors(http, demanded, out);
    }

    private static void cors(Exchange http, Severity demanded, Findings out) {
        out.expect(
                68,
                demanded,
                http.header("access-control-allow-origin").isPresent(),
                () -> new Trouble(
                        "browsers of other sites may not read",
                        "no Access-Control-Allow-Origin",
                        "* or an origin",
                        Evidence.of(http)));
        String exposed = http.header("access-control-expose-headers").orElse("").toLowerCase(Locale.ROOT);
        out.expect(
                68,
                demanded,
                exposed.equals("*") || List.of(exposed.split("[ ,]+", -1)).contains("age"),
                () -> new Trouble(
                        "browsers of other sites cannot see Age",
                        exposed,
                        "Age in Access-Control-Expose-Headers",
                        Evidence.of(http)));
    }

    private static String type(Exchange http) {
        return http.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static void media(Exchange http, long target, Findings out) {
        String type = type(http);
        boolean generic = type.equals("application/octet-stream");
        out.expect(
                66,
                generic ? Severity.WARNING : Severity.ERROR,
                MEDIA.contains(type),
                () -> new Trouble(
                        "media has another Content-Type",
                        type,
                        "video/mp4, audio/mp4 or video/mp2t",
                        Evidence.of(http)));
        OptionalLong age = age(http);
        out.expect(
                69,
                age.isPresent() && age.getAsLong() >= target,
                () -> new Trouble(
                        "caches are not told to keep media",
                        http.header("cache-control").orElse("no Cache-Control"),
                        "max-age of " + target + " or more",
                        Evidence.of(http)));
    }

    private static void lifetime(Exchange http, long most, Findings out) {
        OptionalLong age = age(http);
        String said = http.header("cache-control").orElse("no Cache-Control");
        boolean never = said.contains("no-store") || said.contains("no-cache");
        out.expect(
                69,
                never || (age.isPresent() && age.getAsLong() <= most),
                () -> new Trouble(
                        "caches may keep a playlist for too long, or are not told",
                        said,
                        "max-age of at most " + most,
                        Evidence.of(http)));
    }

    /** What shared caches go by. */
    private static OptionalLong age(Exchange http) {
        Matcher matcher = AGE.matcher(http.header("cache-control").orElse(""));
        OptionalLong age = OptionalLong.empty();
        while (matcher.find()) {
            if (age.isEmpty() || matcher.group(1).equals("s-maxage")) {
                String digits = matcher.group(2);
                age = OptionalLong.of(digits.length() > 12 ? Long.MAX_VALUE : Long.parseLong(digits));
            }
        }
        return age;
    }

    private void refusal(Exchange http, Findings out) {
        if (http.status() == 400 || http.status() == 503) {
            out.expect(
                    70,
                    house.ours() ? Severity.ERROR : Severity.WARNING,
                    http.header("cache-control").orElse("").contains("no-store"),
                    () -> new Trouble(
                            "a refusal may be kept by caches",
                            http.status() + ", " + http.header("cache-control").orElse("no Cache-Control"),
                            "no-store",
                            Evidence.of(http)));
        }
    }

    private static void protocol(Exchange http, Findings out) {
        boolean modern = http.protocol().startsWith("HTTP/2") || http.protocol().startsWith("HTTP/3");
        out.expect(
                73,
                http.https() ? Severity.WARNING : Severity.ADVICE,
                http.https() && modern,
                () -> new Trouble(
                        http.https()
                                ? "TLS without HTTP/2"
                                : "neither TLS nor HTTP/2; Apple's players want both for low latency",
                        http.protocol(),
                        "HTTP/2 over TLS",
                        Evidence.of(http)));
    }
}
