import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** README's example in the JVM of a test, as Surefire starts it when nobody configures anything. */
class HelloTest {
    @Test
    void saysWhatItsChildSays() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said));
        try {
            Hello.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertEquals("the child says: hello", said.toString().trim());
    }
}
