package dev.vitrine.server.cli;

import dev.vitrine.server.App;
import java.io.PrintWriter;

/** What a person sees when the server is up: where to go, and at the very first start how to get in. */
final class Greeting {

    private Greeting() {}

    static void print(App app, PrintWriter out) {
        String host = "http://" + host(app.config().http().host()) + ":"
                + app.httpAddress().getPort();
        out.println("Vitrine is up.");
        out.println("  console   " + host + "/admin/");
        out.println("  encoders  rtmp://" + host(app.config().rtmp().host()) + ":"
                + app.rtmpAddress().getPort() + "/" + app.config().rtmp().app());
        app.newKeys()
                .forEach(made -> out.println(
                        "  channel   " + made.channel().id() + ", stream key (shown only now) " + made.streamKey()));
        app.stores().users().addFirst().ifPresent(login -> {
            out.println();
            out.println("  First start. Log in as " + login.name() + " with the password " + login.password());
            out.println("  It is shown only now; change it with: vitrine user passwd " + login.name());
        });
        out.flush();
    }

    private static String host(String bound) {
        return switch (bound) {
            case "", "0.0.0.0", "::", "127.0.0.1", "::1" -> "localhost";
            default -> bound;
        };
    }
}
