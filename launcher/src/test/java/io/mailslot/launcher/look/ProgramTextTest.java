package io.mailslot.launcher.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTextTest {
    @ParameterizedTest
    @CsvSource({
        "java -Xmx1g -cp a.jar:b.jar -Ddb.password=x app.Main one -Dtwo, app.Main one -Dtwo",
        "/usr/bin/java --patch-module m=p -Ddb.password=x app.Main, app.Main",
        "java --source 21 -Ddb.password=x Main.java one, Main.java one",
        "java --illegal-native-access deny -Ddb.password=x app.Main, app.Main",
        "java --not-known-here value -Ddb.password=x -javaagent:a.jar=key -Xrun app.Main -Done, value app.Main -Done",
        "java -Ddb.password=x -jar /opt/shop.jar -Done=two, shop.jar -Done=two",
        "java -p mods -m shop/app.Main -Done=two, app.Main -Done=two",
        "java --module shop -Done=two, shop -Done=two",
        "java -Ddb.password=x, java",
        "java, java",
        "/bin/sh -c -Done, sh -c -Done",
        "java -cp x io.mailslot.launcher.Start why orders, mailslot why orders"
    })
    void shouldTellTheProgramAndNoOptionsOfTheJvm(String line, String told) {
        List<String> words = List.of(line.split(" "));

        assertThat(ProgramText.of(words)).isEqualTo(told);
        assertThat(ProgramText.words(ProgramText.words(words)))
                .as("words that were read from a snapshot")
                .isEqualTo(ProgramText.words(words));
    }
}
