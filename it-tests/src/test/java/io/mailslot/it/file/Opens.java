package io.mailslot.it.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileDisposition;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.FileShare;
import io.mailslot.api.MailslotException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of files have in common. */
final class Opens {
    static final Set<AccessRight> READ = EnumSet.of(AccessRight.READ);
    static final Set<AccessRight> WRITE = EnumSet.of(AccessRight.WRITE);
    static final Set<AccessRight> BOTH = EnumSet.of(AccessRight.READ, AccessRight.WRITE);
    static final Set<FileShare> ALL = EnumSet.allOf(FileShare.class);

    private Opens() {}

    /** Read and write access, shared with everybody. */
    static FileOpenOptions how(FileDisposition disposition) {
        return FileOpenOptions.defaults().withAccess(BOTH).withShare(ALL).withDisposition(disposition);
    }

    static void refused(ErrorCode code, ThrowingCallable open) {
        assertThatExceptionOfType(MailslotException.class)
                .isThrownBy(open)
                .satisfies(
                        e -> assertThat(e.errorCode()).as("%s", e.getMessage()).isEqualTo(code));
    }

    static void write(FileObject file, String text) {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    static String read(FileObject file, int count) {
        ByteBuffer target = ByteBuffer.allocate(count);
        int size = file.read(target);
        return new String(target.array(), 0, size, UTF_8);
    }
}
