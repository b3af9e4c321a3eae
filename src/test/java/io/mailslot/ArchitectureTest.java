package io.mailslot;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages, and who may use which library. */
class ArchitectureTest {
    /** From the top to the ground; each may use only those behind it. */
    private static final List<String> ORDER = List.of(
            "io.mailslot.win32",
            "io.mailslot",
            "io.mailslot.internal.observe",
            "io.mailslot.inspect",
            "io.mailslot.internal.process",
            "io.mailslot.internal.command",
            "io.mailslot.internal.renewal",
            "io.mailslot.internal.death",
            "io.mailslot.internal.slot",
            "io.mailslot.internal.file",
            "io.mailslot.internal.sync",
            "io.mailslot.internal.wait",
            "io.mailslot.internal.object",
            "io.mailslot.internal.errors",
            "io.mailslot.internal.log",
            "io.mailslot.internal.home",
            "io.mailslot.internal.liveness",
            "io.mailslot.internal.layout",
            "io.mailslot.internal.flight",
            "io.mailslot.internal.memory",
            "io.mailslot.api");

    private static final JavaClasses LIBRARY = PublicApi.LIBRARY;

    private static final Set<JavaModifier> VISIBLE = Set.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED);

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

    /** Nothing of the recorder is loaded before somebody records. */
    @Test
    void shouldTellFlightRecordingsInFlightOnly() {
        onlyIn("io.mailslot.internal.flight", "jdk.jfr..");
    }

    /** What goes to other computers is taken there by a bridge, which is another artifact. */
    @Test
    void shouldKnowNoNetwork() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Socket.class,
                        ServerSocket.class,
                        DatagramSocket.class,
                        SocketChannel.class,
                        ServerSocketChannel.class,
                        DatagramChannel.class,
                        AsynchronousSocketChannel.class,
                        AsynchronousServerSocketChannel.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.nats..", "io.mailslot.remote..", "java.net.http..", "javax.net..")
                .check(LIBRARY);
    }

    /** Each library more is one that all users have to take along. */
    @Test
    void shouldUseNoLibraryButThose() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.mailslot..",
                        "java..",
                        "javax.management..",
                        "jdk..",
                        "sun.misc..",
                        "com.sun.management..",
                        "net.openhft..",
                        "com.sun.jna..",
                        "org.slf4j..",
                        "org.jspecify.annotations..")
                .check(LIBRARY);
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
                .resideInAnyPackage("io.mailslot.api", "java..", "org.jspecify.annotations")
                .check(LIBRARY);
    }

    /** Neither of another library nor of our own inner packages, also as what is extended, thrown or filled in for a variable. */
    @Test
    void shouldShowNoForeignTypeInPublicSignatures() {
        Set<String> own = PublicApi.types().stream().map(JavaClass::getName).collect(Collectors.toSet());
        List<String> foreign = PublicApi.types().stream()
                .flatMap(type -> Stream.concat(
                                above(type),
                                type.getMembers().stream()
                                        .filter(member -> !Collections.disjoint(member.getModifiers(), VISIBLE))
                                        .flatMap(member -> member.getAllInvolvedRawTypes().stream()))
                        .map(JavaClass::getBaseComponentType)
                        .filter(shown ->
                                !shown.isPrimitive() && !shown.getName().startsWith("java."))
                        .filter(shown -> !own.contains(shown.getName()))
                        .map(shown -> type.getName() + " shows " + shown.getName()))
                .toList();
        assertThat(foreign).isEmpty();
    }

    private static Stream<JavaClass> above(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream(), type.getInterfaces().stream(), type.getTypeParameters().stream())
                .flatMap(types -> types)
                .flatMap(each -> each.getAllInvolvedRawTypes().stream());
    }
}
