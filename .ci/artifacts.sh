# What the scripts for artifacts share; read by them, not run.

fail() {
  printf '%s: FAILED: %s\n' "$0" "$*" >&2
  exit 1
}

# copy_sources FOLDER: what git knows or would add of the work tree, as it is there
copy_sources() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory="$1"
}

# write_settings FILE: Maven takes what the user's own local repository has from there, and the rest from where it always does
write_settings() {
  local home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
  cat >"$1" <<EOF
<settings>
  <profiles>
    <profile>
      <id>near</id>
      <repositories>
        <repository>
          <id>near</id>
          <url>file://$home/.m2/repository</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases>
          <snapshots><enabled>false</enabled></snapshots>
        </repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository>
          <id>near</id>
          <url>file://$home/.m2/repository</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases>
          <snapshots><enabled>false</enabled></snapshots>
        </pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>near</activeProfile>
  </activeProfiles>
</settings>
EOF
}

# xml_block FILE NUMBER: the NUMBER-th block of XML in a guide
xml_block() {
  awk -v wanted="$2" '/^```xml$/ { n++; open = 1; next } /^```/ { open = 0 } open && n == wanted' "$1"
}

# prepare POM FILE NUMBER: the NUMBER-th block of XML in a guide, and the versions of the parent pom, go into a POM
prepare() {
  local property sed=()
  xml_block "$2" "$3" >"$work/block.xml"
  [[ -s $work/block.xml ]] || fail "$2 has no block $3 of XML"
  sed=(-e "s|@mailslot.version@|$(sed -n 's|^ *<version>\(.*\)</version>$|\1|p' "$work/block.xml" | head -n 1)|")
  for property in $(grep -o '@[a-z.-]*@' "$1" | tr -d @ | sort -u); do
    [[ $property == mailslot.version ]] || sed+=(-e "s|@$property@|$(version "$property")|")
  done
  sed -i "${sed[@]}" -e "/<!-- GUIDE -->/{r $work/block.xml
    d}" "$1"
}

# readme_java: the first program in README.md
readme_java() {
  awk '/^```java$/ { open = 1; next } open && /^```/ { exit } open' README.md
}

# version PROPERTY: what the parent pom says
version() {
  sed -n "s|^ *<$1>\(.*\)</$1>.*|\1|p" pom.xml | head -n 1
}
