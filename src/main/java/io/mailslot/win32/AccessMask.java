package io.mailslot.win32;

import static io.mailslot.win32.Win32Constants.EVENT_MODIFY_STATE;
import static io.mailslot.win32.Win32Constants.FILE_APPEND_DATA;
import static io.mailslot.win32.Win32Constants.FILE_READ_DATA;
import static io.mailslot.win32.Win32Constants.FILE_WRITE_DATA;
import static io.mailslot.win32.Win32Constants.GENERIC_ALL;
import static io.mailslot.win32.Win32Constants.GENERIC_EXECUTE;
import static io.mailslot.win32.Win32Constants.GENERIC_READ;
import static io.mailslot.win32.Win32Constants.GENERIC_WRITE;
import static io.mailslot.win32.Win32Constants.MAXIMUM_ALLOWED;
import static io.mailslot.win32.Win32Constants.MUTEX_MODIFY_STATE;
import static io.mailslot.win32.Win32Constants.PROCESS_CREATE_PROCESS;
import static io.mailslot.win32.Win32Constants.PROCESS_DUP_HANDLE;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_INFORMATION;
import static io.mailslot.win32.Win32Constants.PROCESS_QUERY_LIMITED_INFORMATION;
import static io.mailslot.win32.Win32Constants.PROCESS_TERMINATE;
import static io.mailslot.win32.Win32Constants.SYNCHRONIZE;

import io.mailslot.api.AccessRight;
import io.mailslot.api.InsufficientRightsException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the bits of an access mask mean for each type of object, the generic ones mapped as Windows maps them. Bits that
 * stand for what no object here can do are ignored.
 */
final class AccessMask {
    /** Bits that mean nothing on Windows either, and the one that takes a privilege. */
    private static final int IMPOSSIBLE = 0x0DE0_0000;

    private static final int ANY = GENERIC_ALL | MAXIMUM_ALLOWED;

    private AccessMask() {}

    /**
     * The rights that a mask asks for.
     *
     * @throws InsufficientRightsException if it has bits that nobody can be granted (5)
     */
    static Set<AccessRight> rights(ObjectType type, int mask) {
        if ((mask & IMPOSSIBLE) != 0) {
            throw new InsufficientRightsException(
                    String.format(Locale.ROOT, "the access mask 0x%08x has bits that stand for no right", mask));
        }
        return switch (type) {
            case RECEIVER, SENDER, FILE -> file(mask);
            case PROCESS -> process(mask);
            case EVENT, SEMAPHORE -> sync(mask, EVENT_MODIFY_STATE | GENERIC_WRITE);
            case MUTEX -> sync(mask, MUTEX_MODIFY_STATE | GENERIC_READ | GENERIC_WRITE);
        };
    }

    /** How to open what exists already. */
    static ObjectOpenOptions options(ObjectType type, int mask, boolean inherit) {
        return ObjectOpenOptions.defaults().withAccess(rights(type, mask)).withInheritable(inherit);
    }

    private static Set<AccessRight> file(int mask) {
        Set<AccessRight> rights = EnumSet.noneOf(AccessRight.class);
        add(rights, AccessRight.READ, mask, FILE_READ_DATA | GENERIC_READ);
        add(rights, AccessRight.WRITE, mask, FILE_WRITE_DATA | FILE_APPEND_DATA | GENERIC_WRITE);
        add(rights, AccessRight.SYNCHRONIZE, mask, SYNCHRONIZE | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE);
        return rights;
    }

    private static Set<AccessRight> process(int mask) {
        Set<AccessRight> rights = EnumSet.noneOf(AccessRight.class);
        add(rights, AccessRight.TERMINATE, mask, PROCESS_TERMINATE | GENERIC_WRITE | GENERIC_EXECUTE);
        add(rights, AccessRight.DUPLICATE_HANDLE, mask, PROCESS_DUP_HANDLE | GENERIC_WRITE);
        add(rights, AccessRight.CREATE_PROCESS, mask, PROCESS_CREATE_PROCESS | GENERIC_WRITE);
        int query = PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION;
        add(rights, AccessRight.QUERY_INFORMATION, mask, query | GENERIC_READ | GENERIC_EXECUTE);
        add(rights, AccessRight.SYNCHRONIZE, mask, SYNCHRONIZE | GENERIC_EXECUTE);
        return rights;
    }

    private static Set<AccessRight> sync(int mask, int modify) {
        Set<AccessRight> rights = EnumSet.noneOf(AccessRight.class);
        add(rights, AccessRight.MODIFY_STATE, mask, modify);
        add(rights, AccessRight.SYNCHRONIZE, mask, SYNCHRONIZE | GENERIC_EXECUTE);
        return rights;
    }

    private static void add(Set<AccessRight> rights, AccessRight right, int mask, int bits) {
        if ((mask & (bits | ANY)) != 0) {
            rights.add(right);
        }
    }
}
