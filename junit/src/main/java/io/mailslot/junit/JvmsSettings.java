package io.mailslot.junit;

import io.mailslot.testkit.JvmsOptions;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test's children are watched with, where an annotation cannot say it: a home that another extension has made, a folder
 * that is found at run time. Named in {@link ChildJvms#settings}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface JvmsSettings {
    /**
     * Asked once for each test, or for each class that shares its children.
     *
     * @param options what the annotation says
     * @param test who has the children
     * @return what is to be used
     */
    JvmsOptions change(JvmsOptions options, ExtensionContext test);
}
