package io.mailslot.it.win32;

/** The confirmed rules of sections 2 to 19, and of files, that the table does not prove, each with the reason. */
final class Unproved {
    private Unproved() {}

    static void addTo(Rules rules) {
        rules.section("2")
                .unproved(
                        "there is one creator only, even if open-if is asked for",
                        "CreateMailslot has no such argument")
                .unproved("XP, Windows 7 and Wine deviations", "the modern-Windows column is what is built");
        rules.section("3")
                .unproved(
                        "second writer without FILE_SHARE_WRITE succeeds on Vista and later",
                        "design: 32, proved as [P]");
        rules.section("4")
                .unproved(
                        "several blocked readers are served first come, first served",
                        "OverlappedTest, for overlapped"
                                + " reads; blocked threads of several JVMs race for the message")
                .unproved("a blocked reader whose buffer is too small fails with 122", "OverlappedTest");
        rules.section("5").unproved("MailslotQuota reports 0", "no such function");
        rules.section("8")
                .unproved(
                        "TerminateProcess of the owner destroys the mailslot",
                        "KillStormTest, CrashTest; kill -9 here");
        rules.section("file")
                .unproved(
                        "a handle with FILE_FLAG_OVERLAPPED has no pointer, and needs an OVERLAPPED: 87",
                        "here any read or write may be overlapped, whatever the flag")
                .unproved("access DELETE or GENERIC_EXECUTE takes part in sharing", "there are no such rights here")
                .unproved("FILE_APPEND_DATA alone writes at the end", "it is write access here")
                .unproved("what GetMailslotInfo on a file fails with", "not known; 87, proved as [P]")
                .unproved(
                        "a security descriptor or file mode that denies is 5",
                        "PermissionsTest; the mode of files is checked by the operating system")
                .unproved("a killed process leaves no file that goes with its last handle", "FileSharingTest")
                .unproved("writes of several processes through one object are whole", "FilePointerTest")
                .unproved("flags for caches and access patterns", "nothing to observe")
                .unproved("a folder opens with FILE_FLAG_BACKUP_SEMANTICS", "ordinary files only");
        rules.section("9")
                .unproved("0x00000000FFFFFFFF, or a bad high word, is 6", "handles are 32-bit numbers here")
                .unproved("the order of numbers is unspecified", "here the lowest free one comes first, proved as [X]");
        rules.section("10").unproved("a bad close raises an exception under a debugger", "no such debugger");
        rules.section("12")
                .unproved("more rights may be granted for events and processes", "design: never more rights");
        rules.section("14")
                .unproved("attribute list errors 24, 698, 50; PARENT_PROCESS", "there are no attribute lists")
                .unproved("CreateProcess returns before the child has initialised", "nothing to observe")
                .unproved("the end of the parent does not end the child", "OrphanTest");
        rules.section("15")
                .unproved("a thread id is 87", "threads are no objects here")
                .unproved("a security descriptor that denies is 5", "one user owns a home")
                .unproved("a pid is not used again while its object lives", "the operating system gives out pids");
        rules.section("16")
                .unproved("TerminateProcess of itself does not return", "ProcessObjectTest")
                .unproved("an unhandled exception sets the exit code", "a JVM's exit code is 1 then");
        rules.section("17")
                .unproved("any number of waiters of one process succeed", "WaitTest")
                .unproved("the state of a file with pending operations", "design: signaled while a message is unread");
    }
}
