package io.mailslot.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.mailslot.api.DiskFullException;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HomeException;
import io.mailslot.api.MailslotException;
import io.mailslot.api.MailslotNotFoundException;
import io.mailslot.internal.home.HomePaths;
import io.mailslot.internal.layout.ErrorLogLayout;
import io.mailslot.internal.memory.MappedFiles;
import io.mailslot.internal.memory.Region;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLogTest {
    private static final String LETTERS = "abcdefghij";

    @TempDir
    private Path folder;

    private HomePaths home;
    private ErrorLog errors;

    @BeforeEach
    void prepare() {
        home = new HomePaths(folder);
        errors = new ErrorLog(home);
        errors.prepare();
    }

    private NotedErrors read() throws IOException {
        return ErrorLog.read(home);
    }

    private static ErrorReport damage(String message) {
        return ErrorReport.warning(ErrorLogTest.class, ErrorCode.FILE_CORRUPT, message);
    }

    /** Words without digits. */
    private static String word(int number) {
        return String.valueOf(number)
                .chars()
                .mapToObj(digit -> LETTERS.substring(digit - '0', digit - '0' + 1))
                .reduce("", String::concat);
    }

    private Region mapped() throws IOException {
        return MappedFiles.map(home.errors(), 0, ErrorLogLayout.LENGTH);
    }

    @Test
    void shouldRememberEachKindOnceAndHowOften() throws IOException {
        long before = System.currentTimeMillis();
        errors.note(damage("process 17 is lost"));
        errors.note(damage("process 4711 is lost"));
        errors.note(damage("something else is lost"));
        long after = System.currentTimeMillis();

        assertThat(read().errors())
                .extracting(NotedError::error, NotedError::count, NotedError::pid)
                .containsExactly(
                        tuple(damage("process 17 is lost"), 2L, ownPid()),
                        tuple(damage("something else is lost"), 1L, ownPid()));
        assertThat(read().errors()).allSatisfy(error -> {
            assertThat(error.first()).isBetween(before, error.last());
            assertThat(error.last()).isLessThanOrEqualTo(after);
        });
        assertThat(read().dropped()).isZero();
        assertThat(read().damaged()).isFalse();
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void shouldDistinguishByTypeCodePlaceAndWords() throws IOException {
        errors.note(new ErrorReport("A", 1, "x", "m"));
        errors.note(new ErrorReport("B", 1, "x", "m"));
        errors.note(new ErrorReport("A", 2, "x", "m"));
        errors.note(new ErrorReport("A", 1, "y", "m"));
        errors.note(new ErrorReport("A", 1, "x", "n"));

        assertThat(read().errors()).hasSize(5).allMatch(error -> error.count() == 1);
    }

    @Test
    void shouldNoteWhatACallFailsWithUnlessItsCallerIsWrong() throws IOException {
        errors.note(new DiskFullException("no room", null));
        errors.note(new MailslotNotFoundException("no such mailslot"));
        errors.note(new IllegalArgumentException("no such thing"));

        assertThat(read().errors()).singleElement().satisfies(noted -> {
            assertThat(noted.error().type()).isEqualTo("DiskFullException");
            assertThat(noted.error().code()).isEqualTo(112);
            assertThat(noted.error().message()).isEqualTo("no room");
            assertThat(noted.error().place())
                    .matches("ErrorLogTest\\.shouldNoteWhatACallFailsWithUnlessItsCallerIsWrong:\\d+");
        });
    }

    @Test
    void shouldNoteWhatAThreadOfTheLibraryFailsWith() throws IOException {
        errors.noteOfThread(new FileNotFoundException("no descriptor"));
        errors.noteOfThread(new OutOfMemoryError("heap\nand more"));
        errors.noteOfThread(new HomeException(ErrorCode.FILE_INVALID, "the home is gone"));

        assertThat(read().errors())
                .extracting(
                        noted -> noted.error().message(), noted -> noted.error().code())
                .containsExactly(tuple("no descriptor", 0), tuple("heap", ErrorCode.NOT_ENOUGH_MEMORY.value()));
    }

    /** On its way up a failure passes more than one place that would note it. */
    @Test
    void shouldCountAFailureOnceHoweverOftenItIsNoted() throws IOException {
        MailslotException failure = new DiskFullException("no room", null);
        errors.note(failure);
        new ErrorLog(home).note(failure);
        errors.note(new DiskFullException("elsewhere", null));

        assertThat(read().errors()).hasSize(2).allMatch(error -> error.count() == 1);
    }

    @Test
    void shouldCutWhatIsTooLongAtTheBorderOfALetter() throws IOException {
        errors.note(damage("ä".repeat(1_000)));

        assertThat(read().errors())
                .singleElement()
                .satisfies(noted -> assertThat(noted.error().message()).matches("ä{240}"));
    }

    @Test
    void shouldCountWhatFindsNoRoomAndStayReadable() throws IOException {
        int kinds = 2_000;
        IntStream.range(0, kinds).forEach(i -> errors.note(damage("kind " + word(i))));
        int remembered = read().errors().size();
        errors.note(damage("kind " + word(0)));

        assertThat(remembered).isBetween(500, kinds - 1);
        assertThat(read().errors()).hasSize(remembered);
        assertThat(read().errors().get(0).count()).isEqualTo(2);
        assertThat(read().dropped()).isEqualTo(kinds - remembered);
        assertThat(read().damaged()).isFalse();
        assertThat(Files.size(home.errors())).isEqualTo(ErrorLogLayout.LENGTH);
    }

    /** As a process leaves it that dies, or stands still, after it has claimed room and before it has published. */
    @Test
    void shouldPassByWhatIsOnlyClaimed() throws IOException {
        errors.note(damage("first"));
        Region file = mapped();
        int behind = ErrorLogLayout.HEADER_LENGTH + file.getInt(ErrorLogLayout.HEADER_LENGTH);
        int claimed = ErrorLogLayout.recordLength(20);
        file.putInt(behind, -claimed);

        errors.note(damage("second"));
        errors.note(damage("second"));

        assertThat(file.getInt(behind + claimed)).isPositive();
        assertThat(read().errors())
                .extracting(noted -> noted.error().message(), NotedError::count)
                .containsExactly(tuple("first", 1L), tuple("second", 2L));
        assertThat(read().damaged()).isFalse();
    }

    /** Two processes that meet it first at the same time make a record each. */
    @Test
    void shouldReadTwoRecordsOfOneKindAsOne() throws IOException {
        errors.note(damage("twice"));
        Region file = mapped();
        int length = file.getInt(ErrorLogLayout.HEADER_LENGTH);
        byte[] record = new byte[length];
        file.getBytes(ErrorLogLayout.HEADER_LENGTH, record);
        file.putBytes(ErrorLogLayout.HEADER_LENGTH + length, record);
        file.putLong(ErrorLogLayout.HEADER_LENGTH + length + ErrorLogLayout.COUNT_OFFSET, 5);
        file.putLong(ErrorLogLayout.HEADER_LENGTH + length + ErrorLogLayout.LAST_OFFSET, Long.MAX_VALUE);
        file.putLong(ErrorLogLayout.HEADER_LENGTH + length + ErrorLogLayout.PID_OFFSET, 17);

        assertThat(read().errors()).singleElement().satisfies(noted -> {
            assertThat(noted.count()).isEqualTo(6);
            assertThat(noted.last()).isEqualTo(Long.MAX_VALUE);
            assertThat(noted.pid()).isEqualTo(17);
        });
    }

    @Test
    void shouldTellOfDamageAndGoOn() throws IOException {
        errors.note(damage("first"));
        errors.note(damage("second"));
        Region file = mapped();
        int behind = ErrorLogLayout.HEADER_LENGTH + file.getInt(ErrorLogLayout.HEADER_LENGTH);

        file.putInt(ErrorLogLayout.HEADER_LENGTH + ErrorLogLayout.TEXTS_OFFSET, 0);
        assertThat(read().damaged()).isTrue();
        assertThat(read().errors()).extracting(noted -> noted.error().message()).containsExactly("second");

        for (int length : new int[] {1, -1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE, ErrorLogLayout.LENGTH}) {
            file.putInt(behind, length);
            errors.note(damage("third"));
            assertThat(read().damaged()).as("length %d", length).isTrue();
            assertThat(read().errors()).isEmpty();
        }
        assertThat(read().dropped()).isEqualTo(6);
    }

    @Test
    void shouldDoWithoutTheFile() throws IOException {
        Files.delete(home.errors());
        errors.mapAhead();
        errors.note(damage("nobody hears it"));

        assertThat(home.errors()).doesNotExist();
        assertThat(read()).isEqualTo(NotedErrors.NONE);
    }

    /** Who wants to begin with none deletes the file; whoever attaches next makes it anew. */
    @Test
    void shouldGoOnWithAFileThatIsMadeAnew() throws IOException {
        errors.note(damage("before"));
        Files.delete(home.errors());
        new ErrorLog(home).prepare();
        errors.note(damage("after"));

        assertThat(read().errors()).extracting(noted -> noted.error().message()).containsExactly("after");
    }

    @Test
    void shouldKeepWhatIsThere() throws IOException {
        errors.note(damage("kept"));
        errors.prepare();

        assertThat(read().errors()).hasSize(1);
    }

    /** A store to a page that is gone may end the JVM. */
    @Test
    void shouldLeaveAFileAloneThatWasCut() throws IOException {
        errors.note(damage("before"));
        try (FileChannel file = FileChannel.open(home.errors(), StandardOpenOption.WRITE)) {
            file.truncate(100);
        }
        errors.note(damage("after"));

        assertThat(Files.size(home.errors())).isEqualTo(100);
        assertThatExceptionOfType(IOException.class).isThrownBy(this::read).withMessageContaining("100");
    }

    @Test
    void shouldLeaveAFileAloneThatIsAnothers() throws IOException {
        byte[] others = new byte[ErrorLogLayout.LENGTH];
        others[0] = 1;
        Files.write(home.errors(), others);
        new ErrorLog(home).note(damage("anything"));

        assertThat(Files.readAllBytes(home.errors())).isEqualTo(others);
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(this::read)
                .satisfies(told -> assertThat(told.errorCode()).isEqualTo(ErrorCode.FILE_CORRUPT));
    }

    @Test
    void shouldLeaveAFileOfAnotherVersionAlone() throws IOException {
        mapped().putInt(ErrorLogLayout.VERSION_OFFSET, ErrorLogLayout.VERSION + 1);
        byte[] before = Files.readAllBytes(home.errors());
        Path copy = folder.resolve("copy");
        Files.createDirectory(copy);
        Files.write(new HomePaths(copy).errors(), before);
        new ErrorLog(new HomePaths(copy)).note(damage("anything"));

        assertThat(new HomePaths(copy).errors()).hasBinaryContent(before);
        assertThatExceptionOfType(HomeException.class)
                .isThrownBy(() -> ErrorLog.read(new HomePaths(copy)))
                .satisfies(told -> assertThat(told.errorCode()).isEqualTo(ErrorCode.REVISION_MISMATCH));
    }

    @Test
    void shouldNotFollowALink() throws IOException {
        Path other = folder.resolve("other");
        Files.move(home.errors(), other);
        Files.createSymbolicLink(home.errors(), other);
        byte[] before = Files.readAllBytes(other);
        new ErrorLog(home).note(damage("anything"));
        new ErrorLog(home).prepare();

        assertThat(other).hasBinaryContent(before);
        assertThatExceptionOfType(IOException.class).isThrownBy(this::read);
    }
}
