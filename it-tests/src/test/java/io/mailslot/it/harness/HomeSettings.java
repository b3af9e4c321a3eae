package io.mailslot.it.harness;

import io.mailslot.junit.JvmsSettings;
import io.mailslot.testkit.JvmsOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Children of the test kit live in the test's home, and start as quickly as they can. */
final class HomeSettings implements JvmsSettings {
    @Override
    public JvmsOptions change(JvmsOptions options, ExtensionContext test) {
        return in(TestHomeExtension.home(test).path(), options);
    }

    static JvmsOptions in(Path home, JvmsOptions options) {
        return options.withHome(home).withJvmOptions(QuickJvm.options().toArray(String[]::new));
    }
}
