package io.mailslot.it.stale;

import static io.mailslot.it.stale.StaleType.EVENT;
import static io.mailslot.it.stale.StaleType.FILE;
import static io.mailslot.it.stale.StaleType.MESSAGE;
import static io.mailslot.it.stale.StaleType.MUTEX;
import static io.mailslot.it.stale.StaleType.PROCESS;
import static io.mailslot.it.stale.StaleType.RECEIVER;
import static io.mailslot.it.stale.StaleType.SEMAPHORE;
import static io.mailslot.it.stale.StaleType.SENDER;

import io.mailslot.win32.IntRef;
import io.mailslot.win32.Overlapped;
import io.mailslot.win32.ProcessInformation;
import io.mailslot.win32.Win32;
import io.mailslot.win32.Win32Constants;
import java.util.List;
import java.util.stream.Stream;

/** The methods of the facade that take a handle. */
final class StaleFacadeCalls {
    private StaleFacadeCalls() {}

    /** A call through a handle's number; tells whether it succeeded. */
    @FunctionalInterface
    private interface Call {
        boolean on(Win32 win32, int handle);
    }

    static List<StaleOperation> all() {
        return Stream.of(transfers(), handles(), objects())
                .flatMap(List::stream)
                .toList();
    }

    private static StaleOperation row(String method, StaleType on, Call call) {
        return StaleOperation.of("Win32." + method, on, (kernel, handle) -> {
            Win32 win32 = new Win32(kernel);
            if (!call.on(win32, handle.handle())) {
                throw new StaleOperation.Refused(win32.getLastError());
            }
        });
    }

    private static List<StaleOperation> transfers() {
        String read = "readFile(int, byte[], int, IntRef, Overlapped)";
        String write = "writeFile(int, byte[], int, IntRef, Overlapped)";
        String info = "getMailslotInfo(int, IntRef, IntRef, IntRef, IntRef)";
        int length = MESSAGE.length;
        return List.of(
                row(read + " of a receiver", RECEIVER, (w, h) -> w.readFile(h, new byte[99], 99, null, null)),
                row(
                        read + " of a receiver, overlapped",
                        RECEIVER,
                        (win32, handle) -> win32.readFile(handle, new byte[99], 99, null, new Overlapped())),
                row(read + " of a file", FILE, (win32, handle) -> win32.readFile(handle, new byte[2], 2, null, null)),
                row(write + " of a sender", SENDER, (w, h) -> w.writeFile(h, MESSAGE, length, null, null)),
                row(write + " of a file", FILE, (w, h) -> w.writeFile(h, MESSAGE, length, null, null)),
                row(
                        write + " of a file, overlapped",
                        FILE,
                        (win32, handle) -> win32.writeFile(handle, MESSAGE, length, null, new Overlapped())),
                row("getOverlappedResult(int, Overlapped, IntRef, boolean)", RECEIVER, (win32, handle) -> {
                    Overlapped read1 = new Overlapped();
                    return win32.readFile(handle, new byte[99], 99, null, read1)
                            && win32.getOverlappedResult(handle, read1, new IntRef(), true);
                }),
                row("cancelIo(int)", RECEIVER, Win32::cancelIo),
                row(info + " of a receiver", RECEIVER, (w, h) -> w.getMailslotInfo(h, null, null, null, null)),
                row(info + " of a sender", SENDER, (w, h) -> w.getMailslotInfo(h, null, null, null, null)),
                row("setMailslotInfo(int, int)", RECEIVER, (win32, handle) -> win32.setMailslotInfo(handle, 7)));
    }

    private static List<StaleOperation> handles() {
        String duplicate = "duplicateHandle(int, int, int, IntRef, int, boolean, int)";
        int same = Win32Constants.DUPLICATE_SAME_ACCESS;
        return List.of(
                row("closeHandle(int)", EVENT, Win32::closeHandle),
                row("getHandleInformation(int, IntRef)", EVENT, (w, h) -> w.getHandleInformation(h, new IntRef()))
                        .without("it reads, and tells of whatever has the number"),
                row(
                        "setHandleInformation(int, int, int)",
                        EVENT,
                        (win32, handle) -> win32.setHandleInformation(
                                handle, Win32Constants.HANDLE_FLAG_INHERIT, Win32Constants.HANDLE_FLAG_INHERIT)),
                row(
                        duplicate + " of a handle",
                        EVENT,
                        (win32, handle) -> win32.duplicateHandle(
                                -1, handle, -1, null, 0, false, same | Win32Constants.DUPLICATE_CLOSE_SOURCE)),
                row(
                                duplicate + " of a source",
                                PROCESS,
                                (win32, handle) ->
                                        win32.duplicateHandle(handle, StaleType.other, -1, null, 0, false, same))
                        .orRefused(Win32Constants.ERROR_ACCESS_DENIED),
                row(
                                duplicate + " of a target",
                                PROCESS,
                                (win32, handle) ->
                                        win32.duplicateHandle(-1, StaleType.other, handle, null, 0, false, same))
                        .orRefused(Win32Constants.ERROR_ACCESS_DENIED),
                row(
                                "createProcess(ProcessBuilder, SecurityAttributes, boolean, int[], ProcessInformation)",
                                EVENT,
                                (win32, handle) -> win32.createProcess(
                                        new ProcessBuilder("true"),
                                        null,
                                        true,
                                        new int[] {handle},
                                        new ProcessInformation()))
                        .orRefused(Win32Constants.ERROR_INVALID_PARAMETER),
                row("createFile(String, int, int, SecurityAttributes, int, int, int)", FILE, (win32, handle) -> {
                    int file = win32.createFile(
                            StaleType.file.resolveSibling("templated").toString(),
                            Win32Constants.GENERIC_WRITE,
                            Win32Constants.FILE_SHARE_WRITE,
                            null,
                            Win32Constants.CREATE_ALWAYS,
                            0,
                            handle);
                    return file != Win32Constants.INVALID_HANDLE_VALUE && win32.closeHandle(file);
                }));
    }

    private static List<StaleOperation> objects() {
        String single = "waitForSingleObject(int, int)";
        String several = "waitForMultipleObjects(int, int[], boolean, int)";
        return List.of(
                row("terminateProcess(int, int)", PROCESS, (win32, handle) -> win32.terminateProcess(handle, 1)),
                row("getExitCodeProcess(int, IntRef)", PROCESS, (w, h) -> w.getExitCodeProcess(h, new IntRef())),
                row("setEvent(int)", EVENT, Win32::setEvent),
                row("resetEvent(int)", EVENT, Win32::resetEvent),
                row("releaseSemaphore(int, int, IntRef)", SEMAPHORE, (w, h) -> w.releaseSemaphore(h, 1, null)),
                row("releaseMutex(int)", MUTEX, (w, h) -> waited(w.waitForSingleObject(h, 0)) && w.releaseMutex(h)),
                row(single + " of a semaphore", SEMAPHORE, (w, h) -> waited(w.waitForSingleObject(h, 0))),
                row(single + " of a mutex", MUTEX, (w, h) -> waited(w.waitForSingleObject(h, 0))),
                row(
                        several + " of a semaphore",
                        SEMAPHORE,
                        (win32, handle) ->
                                waited(win32.waitForMultipleObjects(2, new int[] {handle, StaleType.other}, true, 0))),
                row(
                        several + " of a mutex",
                        MUTEX,
                        (win32, handle) -> waited(win32.waitForMultipleObjects(1, new int[] {handle}, false, 0))));
    }

    private static boolean waited(int result) {
        return result != Win32Constants.WAIT_FAILED;
    }
}
