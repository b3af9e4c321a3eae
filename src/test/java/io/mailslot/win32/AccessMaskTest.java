package io.mailslot.win32;

import static io.mailslot.api.AccessRight.CREATE_PROCESS;
import static io.mailslot.api.AccessRight.DUPLICATE_HANDLE;
import static io.mailslot.api.AccessRight.MODIFY_STATE;
import static io.mailslot.api.AccessRight.QUERY_INFORMATION;
import static io.mailslot.api.AccessRight.READ;
import static io.mailslot.api.AccessRight.SYNCHRONIZE;
import static io.mailslot.api.AccessRight.TERMINATE;
import static io.mailslot.api.AccessRight.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.ObjectType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What access masks mean for each type of object. */
class AccessMaskTest {
    private static void means(ObjectType type, int mask, AccessRight... rights) {
        assertThat(AccessMask.rights(type, mask))
                .as("0x%08x for a %s", mask, type)
                .isEqualTo(Set.of(rights));
    }

    @Test
    void shouldMapMasksOfFiles() {
        means(ObjectType.SENDER, 0);
        means(ObjectType.SENDER, Win32Constants.GENERIC_WRITE, WRITE, SYNCHRONIZE);
        means(ObjectType.RECEIVER, Win32Constants.GENERIC_READ, READ, SYNCHRONIZE);
        means(ObjectType.SENDER, Win32Constants.FILE_APPEND_DATA, WRITE);
        means(ObjectType.SENDER, Win32Constants.FILE_READ_ATTRIBUTES);
        means(ObjectType.SENDER, Win32Constants.FILE_ALL_ACCESS, READ, WRITE, SYNCHRONIZE);
        means(ObjectType.SENDER, Win32Constants.GENERIC_ALL, READ, WRITE, SYNCHRONIZE);
    }

    @Test
    void shouldMapMasksOfProcesses() {
        means(ObjectType.PROCESS, Win32Constants.PROCESS_TERMINATE, TERMINATE);
        means(ObjectType.PROCESS, Win32Constants.PROCESS_DUP_HANDLE, DUPLICATE_HANDLE);
        means(ObjectType.PROCESS, Win32Constants.PROCESS_QUERY_LIMITED_INFORMATION, QUERY_INFORMATION);
        means(ObjectType.PROCESS, Win32Constants.GENERIC_READ, QUERY_INFORMATION);
        means(ObjectType.PROCESS, Win32Constants.GENERIC_WRITE, TERMINATE, DUPLICATE_HANDLE, CREATE_PROCESS);
        means(
                ObjectType.PROCESS,
                Win32Constants.PROCESS_ALL_ACCESS,
                SYNCHRONIZE,
                TERMINATE,
                DUPLICATE_HANDLE,
                CREATE_PROCESS,
                QUERY_INFORMATION);
    }

    @Test
    void shouldMapMasksOfSynchronisationObjects() {
        means(ObjectType.EVENT, Win32Constants.EVENT_MODIFY_STATE, MODIFY_STATE);
        means(ObjectType.EVENT, Win32Constants.EVENT_ALL_ACCESS, MODIFY_STATE, SYNCHRONIZE);
        means(ObjectType.SEMAPHORE, Win32Constants.SYNCHRONIZE, SYNCHRONIZE);
        means(ObjectType.MUTEX, Win32Constants.MUTEX_ALL_ACCESS, MODIFY_STATE, SYNCHRONIZE);
        means(ObjectType.MUTEX, Win32Constants.GENERIC_EXECUTE, SYNCHRONIZE);
    }

    @ParameterizedTest
    @EnumSource(ObjectType.class)
    void shouldRefuseBitsThatMeanNothing(ObjectType type) {
        for (int mask : new int[] {-1, 1 << 21, 1 << 24, 1 << 26}) {
            assertThatExceptionOfType(InsufficientRightsException.class)
                    .isThrownBy(() -> AccessMask.rights(type, mask));
        }
    }
}
