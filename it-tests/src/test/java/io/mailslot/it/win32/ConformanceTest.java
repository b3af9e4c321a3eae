package io.mailslot.it.win32;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Jvms;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of the table, one test each; prints how many passed for each section, and what is not proved here. */
@HomeTest
class ConformanceTest {
    private static final int FEWEST_RULES = 150;

    private final Map<String, int[]> passed =
            new TreeMap<>((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length());

    @TestFactory
    Stream<DynamicTest> shouldObeyEveryRule(TestHome home, Jvms jvms) {
        Rules all = Rules.all();
        Bench bench = new Bench(home, jvms);
        bench.child(); // before anything is inheritable
        return all.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.title(), () -> prove(rule, bench)))
                .onClose(() -> report(all));
    }

    private void prove(Rule rule, Bench bench) throws Exception {
        int[] count = passed.computeIfAbsent(rule.section(), section -> new int[2]);
        count[1]++;
        bench.begin();
        try {
            rule.proof().run(bench);
            count[0]++;
        } finally {
            bench.end();
        }
    }

    private void report(Rules all) {
        StringBuilder text = new StringBuilder("conformance, cases passed by section:\n");
        passed.forEach((section, count) -> text.append("  ")
                .append(section)
                .append(": ")
                .append(count[0])
                .append(" of ")
                .append(count[1])
                .append('\n'));
        text.append("not proved here:\n");
        all.unproved().forEach(rule -> text.append("  ").append(rule).append('\n'));
        System.out.print(text);
    }

    @Test
    void shouldHaveEnoughRulesThatDiffer() {
        List<Rule> rules = Rules.all().rules();

        assertThat(rules).hasSizeGreaterThanOrEqualTo(FEWEST_RULES);
        assertThat(rules).extracting(Rule::title).doesNotHaveDuplicates();
    }
}
