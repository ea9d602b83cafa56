package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.media.TimedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random shows against a model that knows nothing of ranges: it only remembers what was asked, and for which moment. */
final class CueDeskPropertyTest {

    private static final Instant START = Instant.parse("2026-11-22T18:00:00.000Z");
    private static final List<CueAction> ACTIONS = List.of(CueAction.values());
    private static final List<String> SKUS = List.of("TS-01", "TS-02", "A", "b.c_d-9");

    @Test
    void anyShow_isReadAsItWasAsked() {
        long base = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            new Show(base + i).play(40);
        }
    }

    private static CuePayload payload(TimedEvent event) {
        return CuePayload.read(event.attributes().get(CuePayload.ATTRIBUTE)).orElseThrow();
    }

    /** One random show with its model. */
    private static final class Show {
        private record Asked(int number, Instant at, CueCommand command) {}

        private final long seed;
        private final Random random;
        private final MemoryCueLog log = new MemoryCueLog();
        private final LeaseSettings settings;
        private CueDesk desk;
        private Instant edge = START;
        private final List<Asked> asked = new ArrayList<>();
        private final Map<Integer, Instant> undone = new LinkedHashMap<>();
        private int lastNumber;
        private List<TimedEvent> seen = List.of();
        private final Map<TimedEvent, CuePayload> decoded = new HashMap<>();

        Show(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.settings = LeaseSettings.of(Duration.ofSeconds(5 + random.nextInt(40)));
            this.desk = new CueDesk("k", START, log, settings);
        }

        void play(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                checkEvents();
                if (i % 4 == 3) {
                    checkStates(i);
                }
                seen = desk.timeline().events();
            }
            checkReplay();
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 45) {
                command();
            } else if (dice < 57) {
                undo();
            } else if (dice < 63) {
                desk = new CueDesk("k", START, log, settings);
                assertThat(desk.timeline().events())
                        .as("seed %d: after a restart", seed)
                        .isEqualTo(seen);
            } else {
                edge = edge.plusNanos(
                        1_000L * (random.nextInt(10) == 0 ? random.nextInt(200_000_000) : random.nextInt(4_000_000)));
            }
            desk.advance(edge);
        }

        private void command() {
            CueAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            Instant at = randomDate();
            String sku = SKUS.get(random.nextInt(SKUS.size()));
            CueCommand command = action == CueAction.OFFER
                    ? CueCommand.offer(sku, at.plusMillis(50 + random.nextInt(90_000)))
                    : action.needsSku() ? CueCommand.of(action, sku) : CueCommand.of(action);
            CueReceipt receipt = desk.apply(command, at, edge);
            assertThat(Duration.between(at.truncatedTo(ChronoUnit.MILLIS), receipt.start())
                            .toMillis())
                    .as("seed %d: only moved to a free millisecond", seed)
                    .isBetween(0L, 49L);
            asked.add(new Asked(++lastNumber, receipt.start(), command));
            assertThat(receipt.state()).as("seed %d: receipt", seed).isEqualTo(model(receipt.start()));
        }

        private void undo() {
            Optional<Asked> last = asked.stream()
                    .filter(a -> !undone.containsKey(a.number()))
                    .max(Comparator.comparingInt(Asked::number));
            try {
                CueReceipt receipt = desk.undo(edge, Optional.empty(), Optional.empty());
                undone.put(last.orElseThrow().number(), receipt.start());
                lastNumber++;
            } catch (CueRefused refused) {
                assertThat(last)
                        .as("seed %d: refused only when nothing is left", seed)
                        .isEmpty();
            }
        }

        private Instant randomDate() {
            long back = Math.min(Duration.between(START, edge).toMillis(), 90_000);
            return switch (random.nextInt(4)) {
                case 0 -> edge.minusMillis(back == 0 ? 0 : random.nextLong(back));
                case 1 -> edge.plusMillis(random.nextInt(60_001));
                default -> edge;
            };
        }

        /** Nothing that was given out ever changes; numbers rise by one; ends never fall. */
        private void checkEvents() {
            List<TimedEvent> events = desk.timeline().events();
            assertThat(events.subList(0, seen.size()))
                    .as("seed %d: published is final", seed)
                    .isEqualTo(seen);
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).id()).isEqualTo("k-" + (i + 1));
                if (i > 0) {
                    assertThat(events.get(i).end())
                            .as("seed %d: end of q %d", seed, i + 1)
                            .isAfterOrEqualTo(events.get(i - 1).end());
                }
            }
        }

        private void checkStates(int step) {
            Instant covered = seenEnd();
            for (Instant t : interestingDates()) {
                ShopState read = read(desk.timeline().events(), t);
                assertThat(desk.timeline().stateAt(t))
                        .as("seed %d: stateAt(%s)", seed, t)
                        .isEqualTo(read);
                if (t.isBefore(covered)) {
                    assertThat(read)
                            .as("seed %d step %d: state at %s", seed, step, t)
                            .isEqualTo(model(t));
                }
            }
            if (!model(edge).isEmpty()) {
                assertThat(covered)
                        .as("seed %d step %d: something is on screen at the edge %s, no hole ahead", seed, step, edge)
                        .isAfter(edge);
            }
        }

        private void checkReplay() {
            Instant mediaEnd = edge.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
            List<TimedEvent> replay = CueCompaction.events(CueTimeline.of(log.read("k")), mediaEnd);
            for (int i = 1; i < replay.size(); i++) {
                assertThat(replay.get(i).start())
                        .isAfterOrEqualTo(replay.get(i - 1).end());
            }
            assertThat(replay).allSatisfy(event -> assertThat(event.end()).isBeforeOrEqualTo(mediaEnd));
            assertThat(replay.stream().map(TimedEvent::id).toList()).doesNotHaveDuplicates();
            for (Instant t : interestingDates()) {
                if (t.isBefore(mediaEnd)) {
                    assertThat(read(replay, t))
                            .as("seed %d: replay at %s", seed, t)
                            .isEqualTo(read(desk.timeline().events(), t));
                }
            }
        }

        private Instant seenEnd() {
            List<TimedEvent> events = desk.timeline().events();
            return events.isEmpty() ? START : events.get(events.size() - 1).end();
        }

        /** Around every date at which anything could happen. */
        private Set<Instant> interestingDates() {
            Set<Instant> dates = new TreeSet<>(List.of(START, edge));
            asked.forEach(a -> {
                dates.add(a.at());
                a.command().until().ifPresent(dates::add);
            });
            dates.addAll(undone.values());
            desk.timeline().events().forEach(event -> {
                dates.add(event.start());
                dates.add(event.end());
            });
            Set<Instant> around = new TreeSet<>(dates);
            dates.forEach(date -> around.add(date.minusMillis(1)));
            return around;
        }

        /** The rule of docs/cue-format.md, literally. */
        private ShopState read(List<TimedEvent> events, Instant t) {
            return events.stream()
                    .filter(event -> event.covers(t))
                    .map(event -> decoded.computeIfAbsent(event, CueDeskPropertyTest::payload))
                    .max(Comparator.comparingLong(CuePayload::q))
                    .map(CuePayload::state)
                    .orElse(ShopState.EMPTY);
        }

        /** What was asked for up to {@code t}, replayed into three variables. */
        private ShopState model(Instant t) {
            List<String> table = new ArrayList<>();
            Map<String, ShopItem> offers = new LinkedHashMap<>();
            String pin = "";
            List<Asked> inOrder = asked.stream()
                    .filter(a -> !a.at().isAfter(t))
                    .filter(a -> !undone.containsKey(a.number())
                            || undone.get(a.number()).isAfter(t))
                    .sorted(Comparator.comparing(Asked::at))
                    .toList();
            for (Asked a : inOrder) {
                String sku = a.command().sku().orElse("");
                CueAction action = a.command().action();
                if (action == CueAction.CLEAR) {
                    table.clear();
                    offers.clear();
                    pin = "";
                } else if (action == CueAction.HIDE) {
                    table.remove(sku);
                    offers.remove(sku);
                    pin = pin.equals(sku) ? "" : pin;
                } else if (action == CueAction.UNPIN) {
                    pin = "";
                } else {
                    if (!table.contains(sku)) {
                        table.add(sku);
                    }
                    if (action == CueAction.PIN) {
                        pin = sku;
                    }
                    if (action == CueAction.OFFER) {
                        offers.remove(sku);
                        offers.put(
                                sku,
                                ShopItem.offer(
                                        sku,
                                        "of" + a.number(),
                                        a.command().until().orElseThrow()));
                    }
                }
            }
            List<ShopItem> items = new ArrayList<>();
            for (String sku : table) {
                items.add(sku.equals(pin) ? ShopItem.pin(sku) : ShopItem.card(sku));
            }
            offers.values().stream()
                    .filter(o -> o.until().orElseThrow().isAfter(t))
                    .forEach(items::add);
            return new ShopState(items);
        }
    }
}
