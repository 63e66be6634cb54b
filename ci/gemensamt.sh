# shellcheck shell=sh disable=SC1111
# What the commands in this folder share. Read by them, never run.
#
# Inställningarna kommer ur miljön; de tunna filerna (ci/github/ m.fl.) sätter dem. docs/pipelines.md förklarar var och en:
#   VPGEN_FORGE             github, gitlab, azure eller forgejo
#   VPGEN_BAS               versionen som förslaget jämförs med (en gren eller en commit)
#   VPGEN_HUVUD             versionen som innehållet tas ur; annars den som är utcheckad
#   VPGEN_GREN              förslagets gren, som den ska stå på förhandsgranskningen
#   VPGEN_NUMMER            förslagets nummer
#   VPGEN_FRAMMANDE         ja: förslaget kommer utifrån (en ”fork”), och körningen har inga hemligheter
#   VPGEN_WEBB              där webbplatsen läggs: /mapp eller användare@server:/mapp
#   VPGEN_WEBB_ADRESS       webbplatsens adress för läsaren
#   VPGEN_GRANSKA           där förhandsgranskningarna läggs, skrivs som VPGEN_WEBB
#   VPGEN_GRANSKA_ADRESS    deras adress för läsaren
#   VPGEN_BEHALL            så många äldre utgåvor av webbplatsen sparas (annars 5)
#   VPGEN_INTERN            ja: ta med det som är märkt publicering: intern
#   VPGEN_WEBB_NYCKEL       privat nyckel till kontot som får skriva i VPGEN_WEBB: text, eller sökväg till en fil
#   VPGEN_GRANSKA_NYCKEL    privat nyckel till kontot som får skriva i VPGEN_GRANSKA, skrivs som VPGEN_WEBB_NYCKEL
#   VPGEN_SSH_VARD          serverns rad ur known_hosts: text, eller sökväg till en fil
#   VPGEN_API               arkivets adress i forgens API
#   VPGEN_TOKEN             det som ger rätt att kommentera

set -eu

say() { printf '%s\n' "$*" >&2; }
die() {
    say "Fel: $*"
    exit 1
}
wrong_use() {
    say "Fel: $*"
    exit 2
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/.."
root=$PWD
if [ -d .venv/bin ]; then PATH=$PWD/.venv/bin:$PATH; fi
# The same letters and the same order on every machine.
LC_ALL=C PYTHONUTF8=1
export PATH LC_ALL PYTHONUTF8

# Azure leaves $(NAME) as it stands where nothing has that name.
value=''
for name in VPGEN_WEBB VPGEN_WEBB_ADRESS VPGEN_GRANSKA VPGEN_GRANSKA_ADRESS VPGEN_BEHALL VPGEN_INTERN \
    VPGEN_WEBB_NYCKEL VPGEN_GRANSKA_NYCKEL VPGEN_SSH_VARD VPGEN_NUMMER VPGEN_TOKEN PIP_INDEX_URL PIP_CERT; do
    eval "value=\${$name-}"
    case $value in '' | "\$("*) unset "$name" ;; esac
done
unset value name

scratch=$(mktemp -d)
cleanup() {
    rm -rf "$scratch"
    git -C "$root" worktree prune
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

# The programs beside this file, with nothing but Python's own library and no folder of anybody's to look for it in.
python() { python3 -I -X utf8 "$@"; }

# Gives text that comes out of the content to the log, with nothing in it that a forge would obey.
harmless() { python "$here/forge.py" ofarligt; }

# Makes $scratch/kopia: what is checked out here, with the content of $VPGEN_HUVUD. So the templates, mkdocs.yml and these
# commands are those that the pipeline chose, also where the content is a stranger's.
make_copy() {
    head=$(git rev-parse --verify --quiet --end-of-options "${VPGEN_HUVUD:-HEAD}^{commit}") ||
        die "det finns ingen version ”${VPGEN_HUVUD-}” i arkivet; hämta hela historiken (djup 0)"
    [ "$(git cat-file -t "$head:content" 2>/dev/null)" = tree ] ||
        die "mappen content finns inte i versionen $head"
    git -c core.hooksPath=/dev/null worktree add --quiet --detach "$scratch/kopia" HEAD
    rm -rf "$scratch/kopia/content"
    # Not by git, which would let the content's own .gitattributes change its bytes.
    written=0
    python "$here/content.py" "$head" "$scratch/kopia/content" >"$scratch/text" 2>&1 || written=$?
    harmless <"$scratch/text" >&2
    [ "$written" = 0 ] || die "innehållet i versionen $head gick inte att ta ut"
}

# Gives the version that both the proposal and its base come from: what others have done since is not the proposal's.
common_base() {
    git rev-parse --verify --quiet --end-of-options "${VPGEN_BAS:?}^{commit}" >/dev/null ||
        die "det finns ingen version ”$VPGEN_BAS” i arkivet; hämta hela historiken (djup 0)"
    git merge-base "$VPGEN_BAS" "${VPGEN_HUVUD:-HEAD}" ||
        die "förslaget och ”$VPGEN_BAS” har ingen gemensam historik; hämta hela historiken (djup 0)"
}

need_number() {
    case ${1-} in
    '' | *[!0-9]*) wrong_use "”${1-}” är inget nummer på ett förslag" ;;
    esac
}

# find_place PLACE KEY: takes apart where something lies, as /mapp or användare@server:/mapp, into $host (empty for this
# machine) and $folder; $key is what opens it.
find_place() {
    key=$2
    case $1 in
    -* | *[!A-Za-z0-9._/@:-]* | *..*) wrong_use "”$1” får bara bestå av a–z, siffror och . _ - / @ :" ;;
    /?*) host='' folder=$1 ;;
    *?:/?*) host=${1%%:*} folder=${1#*:} ;;
    *) wrong_use "”$1” ska skrivas /mapp eller användare@server:/mapp" ;;
    esac
    folder=${folder%/}
}

# Runs a line of shell where the site lies; the words in it are plain.
on_host() {
    if [ -z "$host" ]; then
        sh -c "$1"
        return
    fi
    set -- "$1" -o BatchMode=yes -o StrictHostKeyChecking=yes
    if [ -n "${VPGEN_SSH_VARD-}" ]; then
        secret_file vard "$VPGEN_SSH_VARD"
        set -- "$@" -o "UserKnownHostsFile=$scratch/vard"
    fi
    if [ -n "$key" ]; then
        secret_file nyckel "$key"
        set -- "$@" -o IdentitiesOnly=yes -i "$scratch/nyckel"
    fi
    line=$1
    shift
    # shellcheck disable=SC2029 # the line is made here, of plain words
    ssh "$@" "$host" "$line"
}

secret_file() {
    if [ -f "$scratch/$1" ]; then return; fi
    (umask 077 && if [ -f "$2" ]; then cat "$2"; else printf '%s\n' "$2" | tr -d '\r'; fi >"$scratch/$1")
}

# put_up SITE PLACE KEY KEEP: makes PLACE show the folder SITE from one moment to the next; keeps KEEP older ones.
put_up() {
    find_place "$2" "$3"
    commit=$(git rev-parse --short=12 "${VPGEN_HUVUD:-HEAD}")
    store=${folder%/*}/.utgavor/${folder##*/}
    # Two runs in containers of their own may have the same time and number of process: what mktemp gave is no one else's.
    incoming=$store/.ny-$(date +%s)-${scratch##*[!A-Za-z0-9]}-$commit
    # Packed first: a pipe would hide that packing failed, and a truncated archive fails where it is unpacked.
    tar -C "$1" -czf "$scratch/webbplats.tar.gz" .
    on_host "mkdir -p $store && mkdir $incoming && tar -C $incoming -xzof - && chmod -R u+rwX,go+rX $incoming" <"$scratch/webbplats.tar.gz" ||
        die "webbplatsen kunde inte läggas i $2"
    on_host "sh -s -- vaxla $folder $incoming $commit $4" <"$here/pa-servern" || die "$2 kunde inte växlas om"
}
