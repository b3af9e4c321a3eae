package io.mailslot.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.Kernel;
import io.mailslot.api.EventOptions;
import io.mailslot.api.Inheritance;
import io.mailslot.api.Mutex;
import io.mailslot.api.MutexOptions;
import io.mailslot.api.ObjectOpenOptions;
import io.mailslot.api.OpenOptions;
import io.mailslot.it.harness.Browser;
import io.mailslot.it.harness.Cli;
import io.mailslot.it.harness.Cli.Outcome;
import io.mailslot.it.harness.Deadline;
import io.mailslot.it.harness.HomeTest;
import io.mailslot.it.harness.TestHome;
import io.mailslot.testkit.Child;
import io.mailslot.testkit.Jvms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The picture of a real home, and that of it in a real browser. */
@HomeTest
class CliGraphTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final String NASTY = "</script><img src=x onerror=alert(1)>&\"' 준비";
    private static final String PAPER = "getComputedStyle(document.querySelector('.paper')).fill";

    /** A parent with a mailslot, and a child that has inherited a sender and a mutex. */
    private static Child fill(Jvms jvms) {
        Kernel kernel = jvms.kernel();
        kernel.createMailslot("orders");
        kernel.openMailslot("orders", OpenOptions.defaults().withInheritable(true))
                .write("two coffees");
        kernel.synchronization()
                .createMutex(MutexOptions.defaults()
                        .withName("ledger")
                        .withInitiallyOwned(true)
                        .withInheritable(true));
        Child child = jvms.jvm().withInheritance(Inheritance.all()).start();
        child.run(c -> c.kernel());
        return child;
    }

    private static String graph(TestHome home, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "graph";
        System.arraycopy(options, 0, words, 1, options.length);
        Outcome outcome = Cli.in(home).run(words);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.errors()).isEmpty();
        return outcome.text();
    }

    @Test
    void shouldDrawAnArrowForEachUse(TestHome home, Jvms jvms) {
        Child child = fill(jvms);
        child.stop();

        assertThat(graph(home))
                .contains(SELF + " ", child.pid() + " STOPPED ")
                .containsPattern("│ +4 │ read +│ +│─+▶│ 0x\\p{XDigit}+ receiver orders +1 unread +│ 1 │")
                .containsPattern("│ +8 │ write +│ inherit │[─┼┬]+▶│ 0x\\p{XDigit}+ sender orders +│ 2 │");
        String svg = graph(home, "--svg");
        List<String> uses = matches(
                svg, "data-object=\"(0x[0-9a-f]+)\">\\n.*\\n.*\\n.*\\n.*<text class=\"uses middle\"[^>]*>(\\d+)<");
        assertThat(uses).hasSize(5).allSatisfy(each -> {
            String[] objectAndUses = each.split(" ");
            assertThat(matches(
                            svg,
                            "class=\"(arrow[^\"]*)\" data-process=\"[^\"]+\" data-object=\"(" + objectAndUses[0]
                                    + ")\""))
                    .as(each)
                    .hasSize(Integer.parseInt(objectAndUses[1]));
        });
        child.resume();
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(CliGraphTest::groups)
                .toList();
    }

    private static String groups(MatchResult match) {
        return match.group(1) + " " + match.group(2);
    }

    @Test
    void shouldSearchHighlightAndTellInABrowser(TestHome home) throws IOException {
        Path page = home.scratch().resolve("home.html");
        try (Browser browser = Browser.open(home.scratch(), 1300, 900)) {
            Kernel kernel = home.attach();
            Mutex ledger = kernel.synchronization()
                    .createMutex(MutexOptions.defaults().withName("ledger").withInheritable(true));
            kernel.synchronization().openMutex("ledger", ObjectOpenOptions.defaults());
            kernel.synchronization().createEvent(EventOptions.defaults().withName(NASTY));
            graph(home, "-o", page.toString());
            browser.show(page.toUri().toString());

            highlight(browser);
            search(browser, ledger.handle());
            tellDetails(browser);

            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).containsExactly(page.toUri().toString());
        }
    }

    private static void highlight(Browser browser) {
        browser.pointAt(card("mutex ledger"));
        await(browser, "both arrows to it", "lit('.arrow') === 2 && lit('.card') === 1 && lit('.row') === 2");
        await(
                browser,
                "the others are pale",
                "getComputedStyle(document.querySelector('.net:not(.lit)')).opacity < .2");
        browser.pointAt(".top");
        await(browser, "all of the process", "lit('.arrow') === 4 && lit('.card') === 3");
        browser.pointAt(".heading");
        await(browser, "all is as it was", "lit('.arrow') === 0 && !document.querySelector('.dimmed')");
        Object light = browser.evaluate(PAPER);
        browser.prefer("dark");
        assertThat(browser.evaluate(PAPER)).isNotEqualTo(light);
    }

    private static void search(Browser browser, int handle) {
        browser.press("/");
        browser.type("LEDGER inherit");
        await(browser, "the one that is inheritable", "lit('.row') === 1 && lit('.arrow') === 1");
        assertThat(browser.evaluate("document.querySelector('.row.lit').dataset.handle"))
                .isEqualTo(String.valueOf(handle));
        browser.press("Escape");
        browser.type(String.valueOf(SELF));
        await(browser, "the process and its object", "found().startsWith('1 process, 1 object, ')");
        browser.press("Escape");
        await(browser, "nothing is searched for", "found() === '' && lit('.arrow') === 0");
    }

    private static void tellDetails(Browser browser) {
        browser.click(card("event </script>"));
        await(browser, "details", "!details.hidden && lit('.arrow') === 1");
        assertThat(browser.evaluate("details.querySelector('h2').textContent")).isEqualTo("event " + NASTY);
        assertThat((String) browser.evaluate("details.textContent")).contains("held by" + SELF + ":");
        assertThat(browser.evaluate("document.images.length")).isEqualTo(0);
        browser.click("#details dd button");
        await(browser, "details of the handle", "details.textContent.includes('leads to')");
        browser.press("Escape");
        await(browser, "no details", "details.hidden && lit('.arrow') === 0");
    }

    private static String card(String name) {
        return ".card[aria-label^='" + name + "']";
    }

    private static void await(Browser browser, String what, String condition) {
        String page = "(() => { const lit = (kind) => document.querySelectorAll('svg ' + kind + '.lit').length;"
                + " const found = () => document.getElementById('found').textContent; return " + condition + "; })()";
        Deadline.await(what + ": " + condition).until(() -> Boolean.TRUE.equals(browser.evaluate(page)));
    }
}
