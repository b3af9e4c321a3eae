package io.mailslot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private final Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C.UTF-8"));

    @Test
    void shouldLeaveTheLocaleAloneIfTheScriptDidNotChangeIt() {
        Program.restoreLocale(environment, null);
        assertThat(environment).containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void shouldGiveTheProgramTheLocaleOfTheCaller() {
        Program.restoreLocale(environment, "ko_KR.EUC-KR");
        assertThat(environment).containsEntry("LC_ALL", "ko_KR.EUC-KR");
        Program.restoreLocale(environment, "");
        assertThat(environment).doesNotContainKey("LC_ALL");
    }
}
