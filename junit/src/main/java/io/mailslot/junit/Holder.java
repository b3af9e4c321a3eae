package io.mailslot.junit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Who has the children: a test, or a class.
 *
 * @param settings its annotation
 * @param context of the test, or of the class
 */
record Holder(ChildJvms settings, ExtensionContext context) {
    static Holder of(ExtensionContext context) {
        Optional<ChildJvms> own =
                context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, ChildJvms.class));
        if (own.isPresent()) {
            return ofTest(own.get(), context);
        }
        for (Optional<ExtensionContext> each = Optional.of(context);
                each.isPresent();
                each = each.get().getParent()) {
            ExtensionContext candidate = each.get();
            Optional<ChildJvms> settings = candidate.getTestMethod().isPresent()
                    ? Optional.empty()
                    : candidate.getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, ChildJvms.class));
            if (settings.isPresent()) {
                return settings.get().scope() == Scope.CLASS
                        ? new Holder(settings.get(), candidate)
                        : ofTest(settings.get(), context);
            }
        }
        throw new ExtensionConfigurationException("there is no @ChildJvms at " + context.getDisplayName());
    }

    private static Holder ofTest(ChildJvms settings, ExtensionContext context) {
        if (settings.scope() == Scope.CLASS) {
            throw new ExtensionConfigurationException(
                    "@ChildJvms(scope = CLASS) at a method; the children of a class are asked for at the class");
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ExtensionConfigurationException(
                    "a constructor, @BeforeAll or @AfterAll has no test yet whose children it could"
                            + " have; take them as parameters of the test, or have the tests of the class share them with"
                            + " @ChildJvms(scope = Scope.CLASS)");
        }
        return new Holder(settings, context);
    }
}
