package io.mailslot.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is the same for all commands; a line has 80 columns at most. */
enum HelpTopic {
    EXIT_CODES("""
            Exit codes

               0  done
               1  failed in a way that no other code tells; output that cannot be
                  written, or whose reader has gone, is a failure, too, and so
                  is a question that was not answered with y
               2  the command line is wrong, a malformed name included
               3  no such mailslot, receiver, home, object, process, program or file
               4  access denied
               5  the name is taken, or somebody else holds what is needed
              10  'wait': the first of several things has ended it; 11: the second,
                  and so on up to 73
              75  'mutex --stop-if-abandoned': it was
             124  the time ran out
             129  ended by SIGHUP
             130  ended by Ctrl-C
             143  ended by SIGTERM

            'run', 'mutex' and '--hold' end with the code of their program, or 128 + the
            number of the signal that ended it. 'check' has the codes of monitoring:
            0 well, 1 warning, 2 critical, 3 unknown, as for a wrong command line."""),
    NAMES("""
            Names

              orders, shop/orders          on this machine, in this home
              \\\\.\\mailslot\\shop\\orders    the same, as it is written on Windows
              \\\\*\\mailslot\\news           for broadcast: each receiver gets each message
              \\\\B\\mailslot\\orders         of the machine B, or of each of the domain B;
                                           the bridge carries: 'mailslot help bridge'

            The case of letters does not distinguish names of mailslots. In a shell a name
            with backslashes stands between single quotes: '\\\\*\\mailslot\\news'.
            From a name without quotes, or between double ones, shells take backslashes.

            Events, semaphores and mutexes have a namespace of their own, in which the
            case of letters counts: ready, Ready."""),
    UNITS("""
            Times and sizes

              TIME   a number with ms, s, m, h or d, as in 500ms or 1.5h; seconds
                     without a unit
              SIZE   a number of bytes, or one with K, M or G, as in 64K"""),
    ENVIRONMENT("""
            Environment

              MAILSLOT_HOME        the home, unless --home names one
              MAILSLOT_GROUP       with MAILSLOT_HOME: the group that shares it
              MAILSLOT_JAVA_OPTS   further options for Java, as in -Xmx2g
              MAILSLOT_NO_ARCHIVE  if it is not empty, no archive of classes is made or
                                   used; else there is one in the folder for caches
              XDG_CACHE_HOME       where caches are; else .cache in HOME
              JAVA_HOME            which Java is used; else the one on the PATH
              NO_COLOR             if it is not empty, no colours
              TERM                 if it is dumb, or not set, no colours either, and
                                   nothing is drawn in the place of what was shown
              COLUMNS              how wide a table may be; else as a terminal is"""),
    SIGNALS("""
            Signals

            Ctrl-C and SIGTERM end a command in order: it finishes the message it is
            at, flushes what it has printed, and closes its handles. What 'receive'
            and 'pipe' have not delivered is unread still.

            'run' leaves Ctrl-C to its program and passes SIGTERM and SIGHUP on to it;
            it ends when the program does. So do 'mutex' and '--hold', once their program
            runs. SIGQUIT prints the threads of 'run'."""),
    OUTPUT("""
            Output

            Standard output carries data and nothing else; all that is said to people
            goes to standard error. On a terminal messages are printed with their
            control characters spelled out (\\x1b), sizes are rounded, and tables are
            made to fit. Through a pipe, or into a file, all is printed as it is.""");

    private final String text;

    HelpTopic(String text) {
        this.text = text;
    }

    List<String> lines() {
        return text.lines().toList();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words() {
        return Arrays.stream(values()).map(HelpTopic::word).toList();
    }

    static Optional<HelpTopic> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
