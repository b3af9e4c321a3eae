package io.mailslot.it.win32;

import io.mailslot.it.win32.Rule.Face;
import io.mailslot.it.win32.Rule.Proof;
import java.util.ArrayList;
import java.util.List;

/** The table of rules, and of those that are not proved here with the reason. */
final class Rules {
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> unproved = new ArrayList<>();
    private String section = "";

    /** Everything there is. */
    static Rules all() {
        Rules all = new Rules();
        CreateAndOpenRules.addTo(all);
        ReadAndWriteRules.addTo(all);
        InfoAndLifetimeRules.addTo(all);
        FileOpenRules.addTo(all);
        FileTransferRules.addTo(all);
        HandleRules.addTo(all);
        DuplicateRules.addTo(all);
        ProcessRules.addTo(all);
        WaitRules.addTo(all);
        SyncRules.addTo(all);
        MatrixRules.addTo(all);
        JavaRules.addTo(all);
        Unproved.addTo(all);
        return all;
    }

    Rules section(String number) {
        section = number;
        return this;
    }

    Rules win32(Tag tag, String text, Proof proof) {
        rules.add(new Rule(section, tag, Face.WIN32, text, proof));
        return this;
    }

    Rules java(Tag tag, String text, Proof proof) {
        rules.add(new Rule(section, tag, Face.JAVA, text, proof));
        return this;
    }

    Rules unproved(String text, String reason) {
        unproved.add(section + ": " + text + " -- " + reason);
        return this;
    }

    List<Rule> rules() {
        return rules;
    }

    List<String> unproved() {
        return unproved;
    }
}
