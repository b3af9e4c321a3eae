package io.mailslot.internal.file;

import io.mailslot.api.AccessRight;
import io.mailslot.api.ErrorCode;
import io.mailslot.api.FileException;
import io.mailslot.api.FileObject;
import io.mailslot.api.FileOpenOptions;
import io.mailslot.api.SharingViolationException;
import io.mailslot.internal.layout.HandleEntry;
import io.mailslot.internal.layout.ObjectEntry;
import io.mailslot.internal.layout.ObjectId;
import io.mailslot.internal.memory.FaultPoint;
import io.mailslot.internal.memory.Region;
import io.mailslot.internal.object.FileIdentity;
import io.mailslot.internal.object.FileUse;
import io.mailslot.internal.object.NameIndex;
import io.mailslot.internal.object.OwnHandles;
import io.mailslot.internal.object.ProcessRef;
import io.mailslot.internal.object.SharedKernel;
import io.mailslot.internal.sync.PointerWord;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Opens ordinary files as kernel objects. Thread-safe.
 *
 * <p>What exists is opened first, which changes nothing. Then, under the kernel lock, it is made sure that the path still
 * leads there and that all who have the file open let this one in; only then the file is emptied, or made if there is none.
 * A process that dies before its handle is stored leaves at most an empty file.
 */
public final class OrdinaryFiles {
    private static final int MOST_ATTEMPTS = 100;

    private static final Set<PosixFilePermission> WRITE_PERMISSIONS = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final SharedKernel kernel;
    private final OwnHandles handles;
    private final ProcessRef self;
    private final Runnable reapDead;
    private final Writers writers;
    private final OpenFiles open;

    /**
     * For one process.
     *
     * @param kernel the home
     * @param handles the process's handles
     * @param self the process
     * @param reapDead closes the handles of processes that have died; asked when somebody does not share a file
     * @param alive whether a process is
     */
    public OrdinaryFiles(
            SharedKernel kernel, OwnHandles handles, ProcessRef self, Runnable reapDead, Predicate<ProcessRef> alive) {
        this.kernel = kernel;
        this.handles = handles;
        this.self = self;
        this.reapDead = reapDead;
        this.writers = new Writers(kernel, alive);
        this.open = new OpenFiles(handles);
        handles.onClosed(open::drop);
    }

    /** Opens a file, or makes it. */
    public FileObject open(String name, FileOpenOptions options) {
        FileRequest request = FileRequest.of(name, options);
        Set<PosixFilePermission> template = templatePermissions(options);
        Set<PosixFilePermission> given = options.permissions().isEmpty() ? template : options.permissions();
        boolean reaped = false;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                FileObject opened = attempt(request, given);
                if (opened != null) {
                    return opened;
                }
            } catch (NoSuchFileException | FileAlreadyExistsException vanishedOrMade) {
                continue;
            } catch (IOException e) {
                throw FileFailures.translate("open", request.path(), e);
            } catch (SharingViolationException conflict) {
                if (reaped) {
                    throw conflict;
                }
                reapDead.run();
                reaped = true;
            }
        }
        throw new FileException(
                ErrorCode.IO_DEVICE,
                "cannot open the file " + request.path() + ": it was replaced " + MOST_ATTEMPTS
                        + " times meanwhile; try again when it rests");
    }

    /** Null if the path has begun to lead somewhere else meanwhile. */
    private FileObject attempt(FileRequest request, Set<PosixFilePermission> given) throws IOException {
        Target target = look(request);
        request.check(target);
        refuseHome(target.path());
        Commit commit = new Commit(request, target, given);
        try {
            commit.channel = target.exists() ? openExisting(target.path(), request.modes()) : null;
            int handle = kernel.change(section -> commit.run());
            if (commit.failure != null) {
                throw commit.failure;
            }
            return handle == 0 ? null : keep(handle, commit, target.exists());
        } finally {
            OpenFiles.close(commit.channel);
        }
    }

    private static Target look(FileRequest request) throws IOException {
        try {
            return Target.look(request.path());
        } catch (NoSuchFileException missingFolder) {
            throw FileFailures.missing("open", request.path());
        } catch (UnsupportedOperationException noIdentity) {
            throw new FileException(
                    ErrorCode.NOT_SUPPORTED,
                    "cannot open the file " + request.path()
                            + ": files have no device and inode numbers there; choose another file system",
                    noIdentity);
        }
    }

    /** Closing a file of the home drops the locks that this JVM has on it, without a word. */
    private void refuseHome(Path path) throws IOException {
        Path root = kernel.home().root();
        if (kernel.home().isPart(root.resolve(root.toRealPath().relativize(path)))) {
            throw new FileException(
                    ErrorCode.ACCESS_DENIED,
                    "cannot open the file " + path + ": it is a part of the home " + root
                            + "; open a file of your own");
        }
    }

    /** An open for nothing but to ask needs no channel. */
    private static AsynchronousFileChannel openExisting(Path path, Set<OpenOption> modes) throws IOException {
        return modes.isEmpty() ? null : FileChannels.open(path, modes);
    }

    private FileObject keep(int handle, Commit commit, boolean existed) {
        if (commit.channel != null) {
            open.keep(handle, commit.objectId, commit.channel);
            commit.channel = null;
        }
        return view(handle, commit.objectId, existed);
    }

    private Set<PosixFilePermission> templatePermissions(FileOpenOptions options) {
        if (options.template().isEmpty()) {
            return null;
        }
        int handle = options.template().getAsInt();
        long id = HandleEntry.objectId(handles.entry(handle, ObjectEntry.TYPE_FILE));
        String name = NameIndex.read(entry(id));
        handles.check(handle, id, AccessRight.READ);
        Path path = Path.of(name);
        try {
            return Files.getPosixFilePermissions(path);
        } catch (IOException e) {
            throw FileFailures.translate("take the permissions of", path, e);
        }
    }

    /** A view of an open file handle. */
    public FileObject file(int handle) {
        return view(handle, HandleEntry.objectId(handles.entry(handle, ObjectEntry.TYPE_FILE)), true);
    }

    private FileObject view(int handle, long id, boolean existed) {
        Region entry = entry(id);
        int access = entry.getInt(ObjectEntry.FILE_ACCESS_OFFSET);
        FileIdentity identity = FileIdentity.of(entry);
        String path = NameIndex.read(entry);
        handles.requireOpen(handle, id); // only now it is known that all this was the object's
        FilePointer pointer = new FilePointer(new PointerWord(entry, id), self, writers);
        return new FileView(handles, handle, id, open, new OpenFile(Path.of(path), identity, access), pointer, existed);
    }

    private Region entry(long id) {
        return kernel.objects().entry(ObjectId.index(id));
    }

    /** Closes what this JVM has open of files; their handles are closed already or will be. */
    public void close() {
        open.close();
    }

    /** The part of an open that happens under the kernel lock. */
    private final class Commit {
        private final FileRequest request;
        private final Target target;
        private final Set<PosixFilePermission> given;
        private AsynchronousFileChannel channel;
        private long objectId;
        private IOException failure;

        /** With the permissions of a file to be made; null for what every file gets. */
        Commit(FileRequest request, Target target, Set<PosixFilePermission> given) {
            this.request = request;
            this.target = target;
            this.given = given;
        }

        /** The handle; 0 if the path leads somewhere else by now, or with a failure that left nothing to repair. */
        int run() {
            try {
                if (!target.isSame()) {
                    return 0;
                }
                if (target.exists()) {
                    checkSharing();
                }
                int index = handles.table().firstFree();
                if (target.exists()) {
                    kernel.markDirty(1);
                    openExisting();
                } else {
                    make();
                }
                FaultPoint.FILE_OBJECT_MADE.reached();
                long entry = HandleEntry.of(
                        objectId, request.rights(), request.options().inheritable());
                return handles.add(index, entry, FaultPoint.FILE_HANDLE_STORED);
            } catch (IOException e) {
                boolean changed = e instanceof FileAlreadyExistsException || e instanceof NoSuchFileException;
                if (changed && objectId == 0) {
                    failure = e;
                    return 0;
                }
                throw FileFailures.translate("open", target.path(), e);
            }
        }

        private void checkSharing() {
            if (kernel.files().isDeletePending(target.identity())) {
                throw new FileException(
                        ErrorCode.ACCESS_DENIED,
                        "cannot open the file " + target.path()
                                + ": it goes as soon as all who have it open have closed it; wait for that");
            }
            List<FileUse> conflicts = kernel.files().conflicts(target.identity(), request.momentaryUse());
            if (!conflicts.isEmpty()) {
                throw new SharingViolationException("cannot open the file " + target.path() + " with "
                        + request.momentaryUse() + ": it is open with " + conflicts.get(0)
                        + "; wait until that is closed, or share more on both sides");
            }
        }

        /** The file goes with the object from the moment on at which nothing can fail any more. */
        private void openExisting() throws IOException {
            objectId = kernel.files().create(target.path(), target.identity(), request.use(), false);
            if (request.empties()) {
                channel.truncate(0);
                if (request.options().readOnly()) {
                    setPermissions(Files.getPosixFilePermissions(target.path()));
                }
            }
            if (request.options().deleteOnClose()) {
                kernel.files().deleteOnClose(objectId);
            }
        }

        private void make() throws IOException {
            Set<OpenOption> modes = new HashSet<>(request.modes());
            modes.addAll(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            channel = given == null
                    ? FileChannels.open(target.path(), modes)
                    : FileChannels.open(target.path(), modes, PosixFilePermissions.asFileAttribute(given));
            FaultPoint.FILE_CREATED.reached();
            try {
                if (given != null || request.options().readOnly()) { // the umask may have taken some of those given
                    setPermissions(given != null ? given : Files.getPosixFilePermissions(target.path()));
                }
                FileIdentity made = FileIdentity.of(target.path());
                kernel.markDirty(1);
                objectId = kernel.files()
                        .create(
                                target.path(),
                                made,
                                request.use(),
                                request.options().deleteOnClose());
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(target.path());
                throw e;
            }
        }

        private void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
            Set<PosixFilePermission> wanted = EnumSet.noneOf(PosixFilePermission.class);
            wanted.addAll(permissions);
            if (request.options().readOnly()) {
                wanted.removeAll(WRITE_PERMISSIONS);
            }
            Files.setPosixFilePermissions(target.path(), wanted);
        }
    }
}
