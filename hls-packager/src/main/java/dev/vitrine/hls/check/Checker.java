package dev.vitrine.hls.check;

import java.util.List;

/** Judges an observation as it is made. One thread at a time. */
final class Checker {

    private final String url;
    private final Findings findings = new Findings();
    private final House house = new House();
    private final List<RuleGroup> groups;

    Checker(String url) {
        this.url = url;
        Listings listings = new Listings();
        this.groups = List.of(
                house,
                listings,
                new SyntaxRules(),
                new DurationRules(listings),
                new MutationRules(),
                new AvailabilityRules(),
                new MediaRules(listings),
                new DateRules(listings, house),
                new LowLatencyRules(),
                new PartDeliveryRules(listings),
                new DirectiveRules(),
                new DeltaRules(),
                new DateRangeRules(house),
                new CueRules(listings),
                new HttpRules(house),
                new MultivariantRules(listings));
    }

    void see(Observed observed) {
        groups.forEach(group -> group.see(observed, findings));
    }

    Report finish() {
        groups.forEach(group -> group.finish(findings));
        return Report.of(url, findings);
    }
}
