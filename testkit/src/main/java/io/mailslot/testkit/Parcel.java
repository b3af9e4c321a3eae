package io.mailslot.testkit;

import io.mailslot.Kernel;
import io.mailslot.api.Event;
import io.mailslot.api.FileObject;
import io.mailslot.api.KernelHandle;
import io.mailslot.api.Mutex;
import io.mailslot.api.ProcessObject;
import io.mailslot.api.Receiver;
import io.mailslot.api.Semaphore;
import io.mailslot.api.Sender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Objects on their way between a test and a child. A handle travels as a duplicate of its own, a kernel as the other one's. */
final class Parcel {
    private Parcel() {}

    private enum Kind {
        SENDER,
        RECEIVER,
        PROCESS,
        EVENT,
        SEMAPHORE,
        MUTEX,
        FILE
    }

    private record HandleReference(Kind kind, int number) implements Serializable {}

    private enum KernelReference {
        OF_THE_CHILD
    }

    /**
     * Packs code that is to run in a child.
     *
     * @param duplicate puts a duplicate of a handle into the child, and tells its number there
     */
    static byte[] pack(Object code, ToIntFunction<KernelHandle> duplicate) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Packing(bytes, duplicate)) {
            out.writeObject(code);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    "the child's code captures a " + e.getMessage()
                            + ", which cannot go to another JVM; if that is the test class,"
                            + " the code uses a field or method of its object: copy what it needs to a local variable, or make"
                            + " the method static",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the child's code cannot go to another JVM: " + e, e);
        }
        return bytes.toByteArray();
    }

    /** Packs a result, or what was thrown. */
    static byte[] pack(@Nullable Object result) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(result);
        }
        return bytes.toByteArray();
    }

    static @Nullable Object unpack(byte[] bytes, Supplier<Kernel> kernel) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Unpacking(new ByteArrayInputStream(bytes), kernel)) {
            return in.readObject();
        }
    }

    private static final class Packing extends ObjectOutputStream {
        private final ToIntFunction<KernelHandle> duplicate;

        Packing(OutputStream out, ToIntFunction<KernelHandle> duplicate) throws IOException {
            super(out);
            this.duplicate = duplicate;
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof KernelHandle handle) {
                return new HandleReference(kind(handle), duplicate.applyAsInt(handle));
            }
            return object instanceof Kernel ? KernelReference.OF_THE_CHILD : object;
        }

        private static Kind kind(KernelHandle handle) {
            if (handle instanceof Sender) {
                return Kind.SENDER;
            } else if (handle instanceof Receiver) {
                return Kind.RECEIVER;
            } else if (handle instanceof ProcessObject) {
                return Kind.PROCESS;
            } else if (handle instanceof Event) {
                return Kind.EVENT;
            } else if (handle instanceof Semaphore) {
                return Kind.SEMAPHORE;
            } else if (handle instanceof Mutex) {
                return Kind.MUTEX;
            } else if (handle instanceof FileObject) {
                return Kind.FILE;
            }
            throw new IllegalArgumentException("no kind of handle that can go along: " + handle);
        }
    }

    private static final class Unpacking extends ObjectInputStream {
        private final Supplier<Kernel> kernel;

        Unpacking(InputStream in, Supplier<Kernel> kernel) throws IOException {
            super(in);
            this.kernel = kernel;
            enableResolveObject(true);
        }

        /** A test's classes may be loaded by a loader that the kit's own does not know. */
        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return super.resolveClass(described);
            } catch (ClassNotFoundException e) {
                return Class.forName(
                        described.getName(), false, Thread.currentThread().getContextClassLoader());
            }
        }

        @Override
        protected @Nullable Object resolveObject(Object object) {
            if (object instanceof HandleReference reference) {
                return view(kernel.get(), reference);
            }
            return object == KernelReference.OF_THE_CHILD ? kernel.get() : object;
        }

        private static KernelHandle view(Kernel kernel, HandleReference reference) {
            int number = reference.number();
            return switch (reference.kind()) {
                case SENDER -> kernel.sender(number);
                case RECEIVER -> kernel.receiver(number);
                case PROCESS -> kernel.process(number);
                case EVENT -> kernel.synchronization().event(number);
                case SEMAPHORE -> kernel.synchronization().semaphore(number);
                case MUTEX -> kernel.synchronization().mutex(number);
                case FILE -> kernel.files().file(number);
            };
        }
    }
}
