package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test's JVM that has too little of something for a moment. */
class ShortageTest {
    /** A test under a limit, which opens as many files as it may while a child says hello. */
    static final class FewDescriptors {
        private FewDescriptors() {}

        public static void main(String[] arguments) throws IOException {
            try (Jvms jvms = Jvms.open(JvmsOptions.defaults().withTimeout(Duration.ofSeconds(60)))) {
                List<InputStream> all = openAll();
                closeAll(all);
                Eventually.assertThat(FewDescriptors::acceptorIsIn);
                jvms.start(c -> c.hold("end")).awaitPoint("end").release("end").awaitEnd(); // loads what is needed

                Child first = jvms.start(c -> c.hold("end"));
                all = openAll();
                Eventually.assertThat(() -> !acceptorIsIn()); // it has accepted, or could not
                closeAll(all);

                first.awaitPoint("end").release("end");
                Child second = jvms.start();
                second.run(c -> System.out.println("heard"));
                jvms.all(first, second);
                System.out.println("opened " + all.size());
            }
        }

        private static List<InputStream> openAll() {
            List<InputStream> all = new ArrayList<>();
            try {
                while (true) {
                    all.add(new FileInputStream("/dev/null"));
                }
            } catch (FileNotFoundException noneLeft) {
                return all;
            }
        }

        private static void closeAll(List<InputStream> all) throws IOException {
            for (InputStream each : all) {
                each.close();
            }
        }

        /** Whether the thread that accepts children waits for one in the system. */
        private static boolean acceptorIsIn() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals(ChildSide.THREAD + "-accept")
                            && thread.getState() == Thread.State.RUNNABLE);
        }
    }

    @Test
    void shouldGoOnAcceptingWhenThereWereNoDescriptors() {
        try (Jvms jvms = Patient.jvms()) {
            Child test = jvms.jvm(FewDescriptors.class)
                    .startedBy("sh", "-c", "ulimit -n 200; exec \"$0\" \"$@\"")
                    .start();

            assertThat(test.awaitEnd().isClean()).as(test::evidence).isTrue();
            assertThat(test.out()).contains("opened 1");
        }
    }
}
