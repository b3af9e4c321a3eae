package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Gives a process a handle to what another one has open. */
@Command(
        name = "duplicate",
        header = "Give a process a handle to what another one has a handle to.",
        description = {
            "",
            "Prints the new handle as PID:HANDLE. The process is not told: it must be given the number, or look for it."
        },
        footer = {
            "  mailslot duplicate 4711:28 4733",
            "  mailslot duplicate 4711:28 4733 --access synchronize --yes",
            "  mailslot duplicate 4711:28 4733 --move"
        })
public final class DuplicateCommand extends ActCommand {
    @Parameters(
            index = "0",
            paramLabel = "PID:HANDLE",
            converter = HandleName.Converter.class,
            description = "The handle.")
    private HandleName name;

    @Parameters(index = "1", paramLabel = "PID", description = "The process that is given one.")
    private long target;

    @Option(
            names = "--access",
            paramLabel = "RIGHT",
            split = ",",
            converter = RightConverter.class,
            completionCandidates = Rights.class,
            description =
                    "What the new handle allows, as 'handles' shows it; no more than the other one. Default: the same.")
    private List<AccessRight> access;

    @Option(names = "--inherit", description = "Let children of that process inherit it.")
    private boolean inherit;

    @Option(names = "--move", description = "Close the other one in the same step.")
    private boolean move;

    /** For the command line. */
    public DuplicateCommand() {}

    /** As the looks write them. */
    static final class Rights implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }

        static List<String> all() {
            return Arrays.stream(AccessRight.values()).map(Words::lower).toList();
        }
    }

    /** Reads one of them. */
    static final class RightConverter implements ITypeConverter<AccessRight> {
        @Override
        public AccessRight convert(String text) {
            return Arrays.stream(AccessRight.values())
                    .filter(each -> Words.lower(each).equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no right; there are " + String.join(", ", Rights.all())));
        }
    }

    private DuplicateOptions options(HandleInfo handle) {
        DuplicateOptions options = DuplicateOptions.defaults()
                .withInheritable(inherit)
                .withCloseSource(move)
                .withObject(handle.objectId());
        return access == null ? options : options.withAccess(EnumSet.copyOf(access));
    }

    @Override
    Deed deed(ActContext context) {
        Members members = Members.of(context);
        ProcessStatus process = members.process(name.processId());
        HandleInfo handle = members.handle(process, name.handle());
        ProcessStatus receiver = members.process(target);
        if (move) {
            members.requireUnprotected(process, handle);
        }
        return new Deed() {
            private String made;

            @Override
            public String words() {
                return (move ? "move " : "duplicate ") + Members.words(process, handle) + ", to "
                        + Members.words(receiver) + members.uses(handle, move ? 0 : 1);
            }

            @Override
            public void describe(Map<String, Object> document) {
                Members.put(document, process, handle);
                document.put("targetPid", receiver.processId());
                document.put("targetObject", Words.address(receiver.objectId()));
            }

            @Override
            public void run(Map<String, Object> document) {
                try (Kernel kernel = context.attach();
                        ProcessObject from = members.open(kernel, process, AccessRight.DUPLICATE_HANDLE);
                        ProcessObject to = members.open(kernel, receiver, AccessRight.DUPLICATE_HANDLE)) {
                    int number = kernel.duplicate(from.handle(), handle.handle(), to.handle(), options(handle));
                    made = receiver.processId() + ":" + number;
                    document.put("targetHandle", number);
                }
                document.put("usesAfter", Members.of(context).uses(handle.objectId()));
            }

            @Override
            public String made() {
                return made;
            }
        };
    }
}
