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

# readme_xml NUMBER: the NUMBER-th block of XML in README.md
readme_xml() {
  awk -v wanted="$1" '/^```xml$/ { n++; open = 1; next } /^```/ { open = 0 } open && n == wanted' README.md
}

# readme_java: the first program in README.md
readme_java() {
  awk '/^```java$/ { open = 1; next } open && /^```/ { exit } open' README.md
}

# version PROPERTY: what the parent pom says
version() {
  sed -n "s|^ *<$1>\(.*\)</$1>.*|\1|p" pom.xml | head -n 1
}
