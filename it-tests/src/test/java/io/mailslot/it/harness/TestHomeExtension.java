package io.mailslot.it.harness;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test its own {@link TestHome}, or several: the n-th parameter of that type is the same home in a test and
 * in its {@code @BeforeEach} methods. After the test everything it started is ended; a passing test fails if anything
 * is left, and a failing one carries what its children said.
 */
public final class TestHomeExtension
        implements ParameterResolver,
                BeforeAllCallback,
                AfterEachCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(TestHomeExtension.class);
    private static final String HOMES = "homes";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestHome.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return home(homesBefore(parameter), context);
    }

    /** The first home of a test, which its children by the test kit have, too. */
    static TestHome home(ExtensionContext context) {
        return home(0, context);
    }

    private static TestHome home(int number, ExtensionContext context) {
        List<TestHome> homes = homes(context);
        while (homes.size() <= number) {
            homes.add(TestHome.create());
        }
        return homes.get(number);
    }

    private static int homesBefore(ParameterContext parameter) {
        Parameter[] all = parameter.getDeclaringExecutable().getParameters();
        return (int) Arrays.stream(all, 0, parameter.getIndex())
                .filter(other -> other.getType() == TestHome.class)
                .count();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (AnnotationSupport.isAnnotated(context.getRequiredTestClass(), SharedHomeTest.class)) {
            homes(context); // which its tests find there
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Homes homes = homes(context);
        homes.failed = true;
        addEvidence(failure, homes);
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    /** Ends what whoever has the homes has started: the test, or the class whose tests share them. */
    private static void end(ExtensionContext context) {
        Homes homes = context.getStore(NAMESPACE).get(HOMES, Homes.class);
        if (homes == null || !homes.owner.equals(context.getUniqueId())) {
            return;
        }
        try {
            if (context.getExecutionException().isEmpty() && !homes.failed) {
                homes.forEach(TestHome::finish);
            }
        } catch (Throwable failure) {
            addEvidence(failure, homes);
            throw failure;
        } finally {
            homes.forEach(TestHome::abandon);
        }
    }

    private static void addEvidence(Throwable failure, List<TestHome> homes) {
        for (TestHome home : homes) {
            String evidence = home.evidence();
            if (!evidence.isEmpty()) {
                failure.addSuppressed(new ChildEvidence(evidence));
            }
        }
    }

    private static Homes homes(ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(HOMES, key -> new Homes(context.getUniqueId()), Homes.class);
    }

    /** So that the store can tell the list's type. */
    private static final class Homes extends ArrayList<TestHome> {
        private static final long serialVersionUID = 1L;

        /** Id of the test or class. */
        private final String owner;

        private boolean failed;

        Homes(String owner) {
            this.owner = owner;
        }
    }

    /** Not a failure of its own: it shows up in the report under the failure it belongs to. */
    private static final class ChildEvidence extends Exception {
        private static final long serialVersionUID = 1L;

        ChildEvidence(String evidence) {
            super("children of the test:\n" + evidence, null, false, false);
        }
    }
}
