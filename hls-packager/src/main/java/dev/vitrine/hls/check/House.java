package dev.vitrine.hls.check;

/** Whether the stream carries Vitrine's cues, and so promises more than the specification asks. */
final class House implements RuleGroup {

    static final String CUE_CLASS = "dev.vitrine.shop.v1";

    private boolean ours;

    boolean ours() {
        return ours;
    }

    @Override
    public void see(Observed observed, Findings out) {
        if (!ours && observed instanceof Observed.Reload reload) {
            ours = reload.text().text().contains("CLASS=\"" + CUE_CLASS + "\"");
        }
    }
}
