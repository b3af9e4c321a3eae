package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.InvalidArgumentException;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.ObjectType;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.HomeInspector;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.MailslotStatus;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.inspect.ProcessStatus.OsState;
import io.mailslot.launcher.look.Words;
import java.util.List;
import java.util.Map;

/**
 * The processes of a home, and their handles, as people name them. What was seen of one is what is acted on: a process, or
 * an object, that has the same number by now is another one.
 */
final class Members {
    /** In a sentence. */
    private static final int LONGEST_COMMAND = 60;

    private final ActContext context;
    private final HomeSnapshot home;

    private Members(ActContext context, HomeSnapshot home) {
        this.context = context;
        this.home = home;
    }

    /** Looks at the home. */
    static Members of(ActContext context) {
        return new Members(
                context, HomeInspector.inspect(context.home()).orElseGet(() -> HomeSnapshot.empty(context.home())));
    }

    /** The process of that id that lives. */
    ProcessStatus process(long processId) {
        List<ProcessStatus> found = home.processes().stream()
                .filter(process -> process.processId() == processId)
                .toList();
        List<ProcessStatus> alive = found.stream()
                .filter(process -> process.osState() != OsState.ENDED)
                .toList();
        if (alive.size() == 1) {
            return alive.get(0);
        }
        String problem;
        if (alive.size() > 1) {
            problem = "several processes, of several pid namespaces, have the id " + processId + "; run this in theirs";
        } else if (found.isEmpty()) {
            problem = "no process " + processId + " in " + home.home() + "; see all with: mailslot ps"
                    + context.homeOption();
        } else {
            problem = "process " + processId + " is dead; clear away what it has left with: mailslot gc"
                    + context.homeOption();
        }
        throw context.failure(ErrorCode.FILE_NOT_FOUND, problem);
    }

    /** The handle of that number. */
    HandleInfo handle(ProcessStatus process, int handle) {
        return process.handles().stream()
                .filter(each -> each.handle() == handle)
                .findFirst()
                .orElseThrow(() -> context.failure(
                        ErrorCode.FILE_NOT_FOUND,
                        "process " + process.processId() + " has no handle " + handle
                                + "; see those that it has with: mailslot handles" + context.homeOption() + " -p "
                                + process.processId()));
    }

    /** Refuses what nobody may close. */
    void requireUnprotected(ProcessStatus process, HandleInfo handle) {
        if (Words.flags(handle).contains("protect")) {
            throw context.failure(
                    ErrorCode.ACCESS_DENIED,
                    "handle " + handle.handle() + " of process " + process.processId()
                            + " is protected from close; only a program can take that away, with setFlags");
        }
    }

    /** Opens the process that was seen, and no other one that has its id by now. */
    ProcessObject open(Kernel kernel, ProcessStatus seen, AccessRight... rights) {
        ProcessObject process;
        try {
            process = kernel.openProcess(seen.processId(), ObjectOpenOptions.of(rights));
        } catch (InvalidArgumentException unknown) {
            throw other(seen);
        }
        if (process.describe().objectId() != seen.objectId()) {
            throw other(seen);
        }
        return process;
    }

    private RuntimeException other(ProcessStatus seen) {
        return context.failure(
                ErrorCode.FILE_NOT_FOUND,
                "process " + seen.processId() + " has ended, or is one of another pid namespace; nothing was done");
    }

    /** One process in a sentence. */
    static String words(ProcessStatus process) {
        String command = Words.command(process);
        boolean isLong = command.codePointCount(0, command.length()) > LONGEST_COMMAND;
        String shown =
                isLong ? command.substring(0, command.offsetByCodePoints(0, LONGEST_COMMAND - 1)) + "\u2026" : command;
        return process.processId() + (command.equals("-") ? "" : " (" + shown + ")");
    }

    /** One handle in a sentence. */
    static String words(ProcessStatus process, HandleInfo handle) {
        return "handle " + handle.handle() + " of " + words(process) + ", " + Words.lower(handle.type()) + " "
                + handle.address() + " " + handle.name();
    }

    /** How the use of an object changes, and what that means if it is the last one. */
    String uses(HandleInfo handle, int change) {
        int after = handle.usageCount() + change;
        return "; usage count " + handle.usageCount() + ", then " + after + (after > 0 ? "" : ends(handle));
    }

    private String ends(HandleInfo handle) {
        if (handle.type() != ObjectType.RECEIVER) {
            return ": it goes";
        }
        for (MailslotStatus mailslot : home.mailslots()) {
            boolean its = mailslot.receivers().stream().anyMatch(each -> each.objectId() == handle.objectId());
            if (its && mailslot.durable()) {
                return ", and the cursor stays";
            }
            if (its && mailslot.receivers().size() == 1) {
                return ": the mailslot goes"
                        + (mailslot.messageCount() == 0 ? "" : ", with " + mailslot.messageCount() + " unread");
            }
        }
        return ": it goes";
    }

    /** How many use an object now. */
    int uses(long objectId) {
        return home.objects().stream()
                .filter(object -> object.objectId() == objectId)
                .mapToInt(ObjectStatus::usageCount)
                .findFirst()
                .orElse(0);
    }

    /** Whether that handle names that object. */
    boolean has(ProcessStatus process, int handle, long objectId) {
        return home.processes().stream()
                .filter(each -> each.objectId() == process.objectId())
                .flatMap(each -> each.handles().stream())
                .anyMatch(each -> each.handle() == handle && each.objectId() == objectId);
    }

    /** What JSON tells of a process. */
    static void put(Map<String, Object> document, ProcessStatus process) {
        document.put("pid", process.processId());
        document.put("processObject", Words.address(process.objectId()));
        document.put("command", Words.command(process));
    }

    /** What JSON tells of a handle, and its process. */
    static void put(Map<String, Object> document, ProcessStatus process, HandleInfo handle) {
        put(document, process);
        document.put("handle", handle.handle());
        document.put("type", Words.lower(handle.type()));
        document.put("object", handle.address());
        document.put("name", handle.name());
        document.put("usesBefore", handle.usageCount());
    }
}
