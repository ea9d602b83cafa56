package dev.vitrine.server;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What Maven's module borders cannot keep. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("vitrine-testkit") && !location.contains("/testkit/"))
            .importPackages("dev.vitrine");

    /** Where a process begins, and so where its clocks and threads do; so does "hls check", which ends its own. */
    private static final String BEGINNINGS =
            "dev\\.vitrine\\.server\\.(App|Threads|CloseStack)|dev\\.vitrine\\.server\\.(cli|demo)\\..*"
                    + "|dev\\.vitrine\\.transcoder\\.(programme|worker)\\..*"
                    + "|dev\\.vitrine\\.hls\\.check\\.(Follower|MediaFetcher|DirectiveProbes)";

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.vitrine.(**)")
                .should()
                .beFreeOfCycles()
                .because("a reader must be able to start somewhere")
                .check(OURS);
    }

    @Test
    void overlay_knowsNoHls_andPackager_knowsNoProducts() {
        noClasses()
                .that(resideInAPackage("dev.vitrine.overlay.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.vitrine.hls.."))
                .because("they meet at media.TimedEvent")
                .check(OURS);
        noClasses()
                .that(resideInAPackage("dev.vitrine.hls.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.vitrine.overlay.."))
                .because("they meet at media.TimedEvent")
                .check(OURS);
    }

    @Test
    void cmaf_knowsNoPlaylists() {
        noClasses()
                .that(resideInAPackage("dev.vitrine.hls.cmaf.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.vitrine.hls.playlist.."))
                .because("the same fragments could serve DASH one day")
                .check(OURS);
    }

    @Test
    void sql_isSpokenInTheStoreOnly() {
        noClasses()
                .that(resideInAPackage("dev.vitrine..").and(resideOutside("dev.vitrine.server.store..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..", "org.flywaydb..", "org.sqlite..")
                .because("another database is one package away")
                .check(OURS);
    }

    @Test
    void systemClock_isReadWhereAProcessBegins() {
        noClasses()
                .that()
                .haveNameNotMatching(BEGINNINGS)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .because("a test must be able to say what time it is")
                .check(OURS);
    }

    @Test
    void threads_areStartedWhereAProcessBegins() {
        noClasses()
                .that()
                .haveNameNotMatching(BEGINNINGS)
                .should()
                .callMethod(Thread.class, "start")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class)
                .because("whoever starts a thread has to end it; the composition root's close stack does")
                .allowEmptyShould(true)
                .check(OURS.that(new DescribedPredicate<>("outside MediaThreads") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.getName().startsWith("dev.vitrine.server.stream.MediaThreads");
                    }
                }));
    }

    @Test
    void nativeCode_staysOutOfTheServersProcess() {
        noClasses()
                .that(resideInAPackage("dev.vitrine.server..")
                        .or(resideInAPackage("dev.vitrine.hls.."))
                        .or(resideInAPackage("dev.vitrine.rtmp.."))
                        .or(resideInAPackage("dev.vitrine.overlay..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
                .because("a crash of native code may end a child process, never the server")
                .check(OURS);
    }

    @Test
    void packages_sayWhatTheyAreFor() {
        classes()
                .that(resideInAPackage("dev.vitrine..").and(alwaysTrue()))
                .should(new HavePackageInfo())
                .because("package-info.java tells purpose and owner thread, and marks the package null-safe")
                .check(OURS);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String pattern) {
        return DescribedPredicate.not(resideInAPackage(pattern));
    }

    private static final class HavePackageInfo extends ArchCondition<JavaClass> {

        HavePackageInfo() {
            super("live in a package with a null-marked package-info");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(
                    type, marked, type.getPackageName() + " has no @NullMarked package-info.java"));
        }
    }
}
