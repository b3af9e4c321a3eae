package io.mailslot.junit;

import io.mailslot.Kernel;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.ChildSpec;
import io.mailslot.testkit.Jvms;
import io.mailslot.testkit.Ready;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/** See {@link ChildJvms}. Without state of its own: what a test has is in JUnit's store. */
final class ChildJvmsExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback, PreInterruptCallback {
    private static final Namespace NAMESPACE = Namespace.create(ChildJvmsExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Jvms.class
                || type == Kernel.class
                || type == Child.class && (parameter.isAnnotated(Named.class) || parameter.isAnnotated(Jvm.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Jvms jvms = tested(context).jvms();
        Class<?> type = parameter.getParameter().getType();
        if (type == Jvms.class) {
            return jvms;
        }
        if (type == Kernel.class) {
            return jvms.kernel();
        }
        Optional<Named> named = parameter.findAnnotation(Named.class);
        return named.isPresent()
                ? named(jvms, named.get())
                : application(jvms, parameter.findAnnotation(Jvm.class).orElseThrow());
    }

    private static Child named(Jvms jvms, Named named) {
        return jvms.children().stream()
                .filter(child -> child.name().equals(named.value()))
                .findFirst()
                .orElseGet(() -> jvms.jvm().withName(named.value()).start());
    }

    private static Child application(Jvms jvms, Jvm jvm) {
        ChildSpec spec = jvms.jvm(jvm.main()).withArguments(jvm.args());
        return jvm.ready().isEmpty()
                ? spec.start()
                : spec.readyWhen(Ready.output(jvm.ready())).start();
    }

    /** What a test, or the tests of a class, have of the kit; made at the first use. */
    @SuppressWarnings("deprecation") // JUnit 5 has no other
    private static TestedJvms tested(ExtensionContext context) {
        Holder holder = Holder.of(context);
        Living living = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Living.class, type -> new Living(), Living.class);
        return holder.context()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        holder.context().getUniqueId(),
                        id -> TestedJvms.open(holder.settings(), holder.context(), living),
                        TestedJvms.class);
    }

    private static Optional<TestedJvms> existing(ExtensionContext of, ExtensionContext in) {
        return Optional.ofNullable(in.getStore(NAMESPACE).get(of.getUniqueId(), TestedJvms.class));
    }

    /** JUnit's own time limit: what the children are doing, while they still do it. */
    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        existing(Holder.of(context).context(), context).ifPresent(TestedJvms::rememberThreads);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExtensionContext holder = Holder.of(context).context();
        Optional<TestedJvms> tested = existing(holder, context);
        Optional<Throwable> failure = context.getExecutionException();
        failure.ifPresent(thrown -> tested.ifPresent(each -> each.addEvidence(thrown)));
        if (holder == context) {
            tested.ifPresent(each -> each.close(failure, context));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        existing(context, context).ifPresent(each -> each.close(context.getExecutionException(), context));
    }
}
