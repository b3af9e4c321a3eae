package io.mailslot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages, and who may use which library. */
class ArchitectureTest {
    /** From the top to the ground; each may use only those behind it. */
    private static final List<String> ORDER = List.of(
            "io.mailslot.win32",
            "io.mailslot",
            "io.mailslot.inspect",
            "io.mailslot.internal.process",
            "io.mailslot.internal.renewal",
            "io.mailslot.internal.death",
            "io.mailslot.internal.slot",
            "io.mailslot.internal.file",
            "io.mailslot.internal.sync",
            "io.mailslot.internal.wait",
            "io.mailslot.internal.object",
            "io.mailslot.internal.log",
            "io.mailslot.internal.home",
            "io.mailslot.internal.liveness",
            "io.mailslot.internal.layout",
            "io.mailslot.internal.memory",
            "io.mailslot.api");

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mailslot");

    @Test
    void shouldListEveryPackage() {
        TreeSet<String> packages = new TreeSet<>();
        LIBRARY.forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages).isNotEmpty().isSubsetOf(ORDER);
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
                    .allowEmptyShould(true)
                    .check(LIBRARY);
        }
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching("io.mailslot.(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void shouldUseChronicleInLogOnly() {
        onlyIn("io.mailslot.internal.log", "net.openhft..");
    }

    @Test
    void shouldUseJnaInMemoryOnly() {
        onlyIn("io.mailslot.internal.memory", "com.sun.jna..");
    }

    /** Somebody may set the clock of the day while a thread waits. */
    @Test
    void shouldWaitByAClockThatNobodySets() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.mailslot.internal.wait",
                        "io.mailslot.internal.sync",
                        "io.mailslot.internal.slot",
                        "io.mailslot.internal.log",
                        "io.mailslot.internal.file",
                        "io.mailslot.internal.process",
                        "io.mailslot.internal.renewal",
                        "io.mailslot.internal.death",
                        "io.mailslot.internal.memory")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Date.class)
                .check(LIBRARY);
    }

    private static void onlyIn(String home, String library) {
        classes()
                .that(resideOutsideOfPackage(home))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(library))
                .check(LIBRARY);
        assertThat(LIBRARY.that(resideInAPackage(home))).isNotEmpty();
    }

    @Test
    void shouldKeepTheApiOnTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("io.mailslot.api")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.mailslot.api", "java..")
                .check(LIBRARY);
    }

    @Test
    void shouldShowNoForeignTypeInPublicSignatures() {
        List<String> foreign = LIBRARY.stream()
                .filter(type -> !type.getPackageName().contains(".internal."))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getMembers().stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(ArchitectureTest::typesInSignature)
                .filter(type -> !type.startsWith("java.") && type.contains("."))
                .filter(type -> !type.startsWith("io.mailslot.") || type.contains(".internal."))
                .toList();
        assertThat(foreign).isEmpty();
    }

    private static Stream<String> typesInSignature(JavaMember member) {
        return member.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName);
    }
}
