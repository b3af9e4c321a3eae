package io.mailslot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What stands in the sources of the public packages; of members, doclint asks in the build. */
class ApiDocsTest {
    @Test
    void shouldSayWhereNullIsPossible() throws ClassNotFoundException {
        for (String name : PublicApi.PACKAGES) {
            Class<?> information = Class.forName(name + ".package-info");
            assertThat(information.isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void shouldSayOfEachTypeWhatItIsAndSinceWhen() throws IOException {
        PublicTypes types = new PublicTypes();
        assertThat(types.wrong).isEmpty();
        assertThat(types.seen)
                .containsExactlyInAnyOrderElementsOf(
                        PublicApi.types().stream().map(JavaClass::getSimpleName).toList());
    }

    private static final class PublicTypes extends TreePathScanner<Void, Void> {
        final List<String> seen = new ArrayList<>();
        final List<String> wrong = new ArrayList<>();
        private final DocTrees docs;

        PublicTypes() throws IOException {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, null, null, files.getJavaFileObjectsFromPaths(PublicApi.sources()));
                docs = DocTrees.instance(task);
                for (CompilationUnitTree unit : task.parse()) {
                    scan(unit, null);
                }
            }
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isPublic(type)) {
                return null;
            }
            String name = type.getSimpleName().toString();
            seen.add(name);
            DocCommentTree doc = docs.getDocCommentTree(getCurrentPath());
            if (doc == null || doc.getFirstSentence().isEmpty()) {
                wrong.add(name + " has no Javadoc");
            } else if (doc.getBlockTags().stream().noneMatch(tag -> tag.getKind() == DocTree.Kind.SINCE)) {
                wrong.add(name + " has no @since: give it the version of the POM");
            }
            return super.visitClass(type, unused);
        }

        /** What is in an interface is public, said or not. */
        private boolean isPublic(ClassTree type) {
            Tree outer = getCurrentPath().getParentPath().getLeaf();
            return outer.getKind() == Tree.Kind.INTERFACE
                    || type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        }
    }
}
