package io.mailslot.launcher.act;

import io.mailslot.Kernel;
import io.mailslot.api.AccessRight;
import io.mailslot.api.DuplicateOptions;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ProcessObject;
import io.mailslot.inspect.ProcessStatus;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Closes a handle of another process. */
@Command(
        name = "close",
        header = "Close a handle of another process.",
        description = {
            "",
            "The process is not told: it finds its handle closed. Closed is the handle to the object that was seen, and none "
                    + "that has its number by now."
        },
        footer = {"  mailslot close 4711:28", "  mailslot close 4711:28 --yes --json"})
public final class CloseCommand extends ActCommand {
    @Parameters(paramLabel = "PID:HANDLE", converter = HandleName.Converter.class, description = "The handle.")
    private HandleName name;

    /** For the command line. */
    public CloseCommand() {}

    @Override
    Deed deed(ActContext context) {
        Members members = Members.of(context);
        ProcessStatus process = members.process(name.processId());
        HandleInfo handle = members.handle(process, name.handle());
        members.requireUnprotected(process, handle);
        return new Deed() {
            @Override
            public String words() {
                return "close " + Members.words(process, handle) + members.uses(handle, -1);
            }

            @Override
            public void describe(Map<String, Object> document) {
                Members.put(document, process, handle);
            }

            @Override
            public void run(Map<String, Object> document) {
                try (Kernel kernel = context.attach();
                        ProcessObject opened = members.open(kernel, process, AccessRight.DUPLICATE_HANDLE)) {
                    // To have it moved here is the only way that looks at the object and closes in one step.
                    kernel.closeHandle(kernel.duplicate(
                            opened.handle(),
                            handle.handle(),
                            Kernel.CURRENT_PROCESS,
                            DuplicateOptions.defaults().withCloseSource(true).withObject(handle.objectId())));
                }
                document.put("usesAfter", Members.of(context).uses(handle.objectId()));
            }
        };
    }
}
