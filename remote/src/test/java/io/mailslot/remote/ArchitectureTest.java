package io.mailslot.remote;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order of the packages of the bridge, and what it may use. */
class ArchitectureTest {
    private static final String ROOT = "io.mailslot.remote";
    private static final String NATS = "io.mailslot.remote.internal.nats";

    /** From the top to the ground; each may use only those behind it. */
    private static final List<String> ORDER = List.of(
            ROOT,
            "io.mailslot.remote.internal.bridge",
            NATS,
            "io.mailslot.remote.internal.state",
            "io.mailslot.remote.internal.frame",
            "io.mailslot.remote.internal.link",
            "io.mailslot.remote.internal.config");

    private static final JavaClasses BRIDGE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);

    @Test
    void shouldListEveryPackage() {
        TreeSet<String> packages = new TreeSet<>();
        BRIDGE.forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @Test
    void shouldUseOnlyPackagesFurtherDown() {
        for (int i = 1; i < ORDER.size(); i++) {
            String[] above = ORDER.subList(0, i).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ORDER.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(BRIDGE);
        }
    }

    @Test
    void shouldHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(BRIDGE);
    }

    /** So that another engine can take its place. */
    @Test
    void shouldSpeakToNatsInOnePlaceOnly() {
        classes()
                .that()
                .resideOutsideOfPackage(NATS)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackages("io.nats.."))
                .check(BRIDGE);
        assertThat(BRIDGE.that(resideInAPackage(NATS)))
                .anySatisfy(type -> assertThat(type.getDirectDependenciesFromSelf())
                        .anyMatch(use -> use.getTargetClass().getPackageName().startsWith("io.nats")));
    }

    /** A bridge is a user of the library like any other. */
    @Test
    void shouldUseOnlyWhatTheLibraryShowsToEverybody() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.mailslot..")
                        .and(resideOutsideOfPackages(
                                ROOT + "..", "io.mailslot", "io.mailslot.api", "io.mailslot.inspect")))
                .check(BRIDGE);
    }

    @Test
    void shouldUseNothingElse() {
        noClasses()
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(
                        "io.mailslot..",
                        "io.nats..",
                        "java..",
                        "javax.net.ssl..",
                        "org.slf4j..",
                        "org.jspecify.annotations.."))
                .check(BRIDGE);
    }
}
