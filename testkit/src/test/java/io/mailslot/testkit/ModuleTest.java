package io.mailslot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of the test JVM's module path, as a child. */
class ModuleTest {
    private static final List<JavaFileObject> SOURCES =
            List.of(source("module-info", "module shop {}"), source("shop/Shop", """
                    package shop;

                    public class Shop {
                        public static void main(String[] arguments) {
                            sell(arguments[0]);
                        }

                        static void sell(String what) {
                            System.out.println(Shop.class.getModule() + " sells " + what);
                        }
                    }
                    """));

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** A test JVM that has a module path. */
    static final class ModularTest {
        private ModularTest() {}

        public static void main(String[] arguments) {
            try (Jvms jvms = Patient.jvms()) {
                Child shop = jvms.module("shop/shop.Shop")
                        .withArguments("tea")
                        .stopAt(Stop.at("shop.Shop", "sell"))
                        .start()
                        .awaitStopped();
                System.out.println(shop.name() + " has printed '" + shop.out() + "'");
                jvms.all(shop.resume());
                System.out.println(shop.out());
            }
        }
    }

    @Test
    void shouldBeStarted(@TempDir Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-d", folder.resolve("shop").toString());
        assertThat(compiler.getTask(null, null, null, options, null, SOURCES).call())
                .isTrue();
        try (Jvms jvms = Patient.jvms()) {
            Child test = jvms.jvm(ModularTest.class)
                    .withJvmOptions("--module-path=" + folder)
                    .start();

            assertThat(test.awaitEnd().isClean()).as(test::evidence).isTrue();
            assertThat(test.out()).contains("shop.Shop has printed ''", "module shop sells tea");
        }
    }

    @Test
    void shouldBeMissed() {
        try (Jvms jvms = Patient.jvms()) {
            assertThatThrownBy(() -> jvms.module("no.such.module/no.Main").start())
                    .hasMessageContaining("no.such.module");
        }
    }
}
