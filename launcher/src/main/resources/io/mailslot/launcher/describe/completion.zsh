#compdef mailslot
# Completion of mailslot for zsh; printed by: mailslot completion zsh

# The mailslots of the home, from the names of folders: letters, digits and "-_." stand for themselves, all else as %XX. Those
# that were too long for a file's name cannot be read back.
_mailslot_names() {
  local home=${MAILSLOT_HOME-} user folder i
  local -a names
  for ((i = 2; i <= $#mailslot_words; i++)); do
    case $mailslot_words[i] in
      --home) home=${(Q)mailslot_words[i + 1]} ;;
      --home=*) home=${(Q)mailslot_words[i]#--home=} ;;
    esac
  done
  home=${home/#\~\//$HOME/}
  if [[ -z $home ]]; then
    user=$(id -un 2>/dev/null)
    [[ $user =~ '^[A-Za-z0-9._-]+$' ]] || user=uid-$(id -u)
    home=/tmp
    [[ -d /dev/shm && -w /dev/shm ]] && home=/dev/shm
    home+=/mailslot-$user
  fi
  (cd -q -- "$home/mailslots" 2>/dev/null && find . -name '.new-*' -prune -o -type d -name '@*' -print 2>/dev/null) |
    sed -e 's,^\./,,' -e 's,/@[^/]*$,,' -e '/~/d' | LC_ALL=C sort -u |
    while IFS= read -r folder; do
      printf '%b\n' "${folder//\%/\\x}"
    done | while IFS= read -r folder; do
      names+=("$folder")
    done
  _wanted mailslots expl mailslot compadd -a names
}

_mailslot_commands() {
  local -a commands=(
@NAMES@
  )
  _describe -t commands command commands
}

_mailslot() {
  local curcontext=$curcontext state state_descr line expl
  local -a context mailslot_words=("${words[@]}")
  typeset -A opt_args

  _arguments -C -A '-*' \
@OPTIONS@
    '1:command:_mailslot_commands' \
    '*::argument:->argument' && return

  case $state:$words[1] in
@COMMANDS@
  esac
}

if [[ $funcstack[1] == _mailslot ]]; then
  _mailslot "$@"
else
  compdef _mailslot mailslot
fi
