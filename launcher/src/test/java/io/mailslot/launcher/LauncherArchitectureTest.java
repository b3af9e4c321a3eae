package io.mailslot.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The command line tool is a user of the library as others are. */
class LauncherArchitectureTest {
    private static final JavaClasses TOOL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mailslot.launcher");

    @Test
    void shouldUseWhatEverybodyMayUse() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mailslot.internal..", "com.sun.jna..", "net.openhft..")
                .check(TOOL);
    }

    /** What it costs to load it only a screen is worth, and the width of letters beyond those of Europe. */
    @Test
    void shouldKnowTheTerminalLibraryInOnePlace() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.mailslot\\.launcher\\.(Columns|top\\.FullScreen.*)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(TOOL);
    }

    /** What carries to other machines is loaded by whoever does so, and by nobody else. */
    @Test
    void shouldKnowTheBridgeInItsOwnPlaces() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.mailslot\\.launcher\\.remote\\.(BridgeRun|ServerText|StreamMaking)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.mailslot.remote..")
                .check(TOOL);
        noClasses().should().dependOnClassesThat().resideInAPackage("io.nats..").check(TOOL);
    }

    @Test
    void shouldHaveNoCyclesOfPackages() {
        slices().matching("io.mailslot.launcher.(*)..")
                .should()
                .beFreeOfCycles()
                .check(TOOL);
    }
}
