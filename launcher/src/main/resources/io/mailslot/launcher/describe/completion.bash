# Completion of mailslot for bash; printed by: mailslot completion bash

# The mailslots of the home, a line each, from the names of folders: letters, digits and "-_." stand for themselves, all else as
# %XX. Those that were too long for a file's name cannot be read back.
_mailslot_names() {
    local home=$1 user folder
    home=${home:-${MAILSLOT_HOME-}}
    if [[ -z $home ]]; then
        user=$(id -un 2>/dev/null)
        [[ $user =~ ^[A-Za-z0-9._-]+$ ]] || user=uid-$(id -u)
        home=/tmp
        [[ -d /dev/shm && -w /dev/shm ]] && home=/dev/shm
        home+=/mailslot-$user
    fi
    (cd -- "$home/mailslots" 2>/dev/null && find . -name '.new-*' -prune -o -type d -name '@*' -print 2>/dev/null) |
        sed -e 's,^\./,,' -e 's,/@[^/]*$,,' -e '/~/d' | LC_ALL=C sort -u |
        while IFS= read -r folder; do
            printf '%b\n' "${folder//%/\\x}"
        done
}

# Sets options, valued (those of them that a value follows) and, for the place after the given ones, kind and words.
_mailslot_command() {
    options='@OPTIONS@' valued='@VALUED@'
    case $1 in
@COMMANDS@
    esac
}

# Sets kind and words for the value of an option of a command.
_mailslot_value() {
    case $1:$2 in
@VALUES@
    esac
}

# Sets quoted to a name as it is put into the line: what it holds is for the shell a name and nothing else.
_mailslot_quote() {
    case $current in
        \'*) quoted=${1//\'/\'\\\'\'} ;;
        \"*) _mailslot_escape "$1" '[\\"$`]' ;;
        *) printf -v quoted '%q' "$1" ;;
    esac
    # Letters beyond ASCII are nothing that has to be quoted; as they are, they can be read.
    if [[ $quoted == \$\'* && $1 != *[[:cntrl:]]* ]]; then
        _mailslot_escape "$1" '[][ !"#$&()*;<>?\\^`{|}~'\'']'
    fi
}

# Sets quoted to a text with a backslash before each character of a pattern.
_mailslot_escape() {
    local i
    quoted=
    for ((i = 0; i < ${#1}; i++)); do
        # shellcheck disable=SC2053 # a pattern
        [[ ${1:i:1} == $2 ]] && quoted+=\\
        quoted+=${1:i:1}
    done
}

# Adds what begins with the word at the cursor, as bash is to put it there.
_mailslot_propose() {
    local each quoted
    while IFS= read -r each; do
        if [[ $each == "${current//[\\\'\"]/}"* ]]; then
            _mailslot_quote "$each"
            quoted=${quoted#"$before"}
            COMPREPLY+=("$quoted")
        fi
    done
}

_mailslot() {
    local line=$COMP_LINE command='' home='' pending='' ended='' word i place=0
    local options valued kind='' words='' current typed before name
    local -a all=()

    # bash splits words at "=" and ":", too.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i == 0)) || [[ $line == [[:blank:]]* ]]; then
            all+=("$word")
        else
            all[${#all[@]} - 1]+=$word
        fi
        line=${line#"${line%%[![:blank:]]*}"}
        line=${line#"$word"}
    done
    current=${all[${#all[@]} - 1]}
    typed=${COMP_WORDS[COMP_CWORD]}
    [[ $typed == *[!=:]* ]] || typed=''
    before=${current%"$typed"}

    _mailslot_command ''
    for ((i = 1; i < ${#all[@]} - 1; i++)); do
        word=${all[i]}
        if [[ -n $pending ]]; then
            [[ $pending == --home ]] && home=${word//[\\\'\"]/}
            pending=''
        elif [[ -n $ended ]]; then
            ((place++))
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == --home=* ]]; then
            home=${word#*=}
        elif [[ $word == -* ]]; then
            [[ " $valued " == *" $word "* ]] && pending=$word
        elif [[ -z $command ]]; then
            command=$word
            _mailslot_command "$command"
        else
            ((place++))
        fi
    done
    # "~" is for the shell, which has not seen it yet.
    [[ $home == '~'/* ]] && home=$HOME${home#'~'}

    if [[ -n $pending ]]; then
        _mailslot_value "$command" "$pending"
    elif [[ -z $ended && $current == --*=* ]]; then
        name=${current%%=*}
        _mailslot_value "$command" "$name"
        current=${current#*=} before=${before#"$name="}
    elif [[ -z $ended && $current == -* ]]; then
        kind=words words=$options
    elif [[ -z $command ]]; then
        kind=words words='@NAMES@'
    else
        _mailslot_command "$command" "$place"
    fi

    case $kind in
        words) _mailslot_propose < <(compgen -W "$words" -- "$current") ;;
        mailslot) _mailslot_propose < <(_mailslot_names "$home") ;;
        file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "${current//\\/}") ;;
        folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "${current//\\/}") ;;
        program) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -c -- "$current") ;;
    esac
}

complete -F _mailslot mailslot
