# Completion of mailslot for fish; printed by: mailslot completion fish

# Whether the words before the cursor are about this command, and, if a number is given, so many words follow it (with a "+" also
# more). What follows the number are the options that have a value of their own.
function __mailslot_at --argument-names wanted place
    set -l valued $argv[3..-1] --home
    set -l command ''
    set -l count 0
    set -l skip 0
    set -l ended 0
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
        else if test $ended = 0; and test "$word" = --
            set ended 1
        else if test $ended = 0; and string match -q -- '-*' $word
            contains -- $word $valued; and set skip 1
        else if test -z "$command"
            set command $word
        else
            set count (math $count + 1)
        end
    end
    test "$command" = "$wanted"; or return
    if test -z "$place"
        return 0
    else if string match -q '*+' -- $place
        test $count -ge (string trim -c + -- $place)
    else
        test $count = $place
    end
end

# The mailslots of the home, a line each, from the names of folders: letters, digits and "-_." stand for themselves, all else as
# %XX. Those that were too long for a file's name cannot be read back.
function __mailslot_names
    set -l home $MAILSLOT_HOME
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        switch $words[$i]
            case --home
                test $i -lt (count $words); and set home $words[(math $i + 1)]
            case '--home=*'
                set home (string replace -- --home= '' $words[$i])
        end
    end
    set home (string replace -r '^~/' $HOME/ -- $home)
    if test -z "$home"
        set -l user (id -un 2>/dev/null)
        string match -qr '^[A-Za-z0-9._-]+$' -- $user; or set user uid-(id -u)
        set home /tmp
        test -d /dev/shm; and test -w /dev/shm; and set home /dev/shm
        set home $home/mailslot-$user
    end
    test -d $home/mailslots; or return
    find $home/mailslots -name '.new-*' -prune -o -type d -name '@*' -print 2>/dev/null |
        string sub -s (math (string length -- $home/mailslots/) + 1) |
        string replace -r '/@[^/]*$' '' | string match -v '*~*' | sort -u | string unescape --style=url
end

complete -c mailslot -f
@COMMANDS@
