"""Checks what scripts/package makes: the same bytes twice, an SBOM that SPDX's own tool takes, a tarball that runs
wherever it is, a root folder that runs by itself, and a Debian package in an empty Debian.

Usage: package_check.py BINARY

The empty Debian comes from the machine's own apt sources, by mmdebstrap, and is kept in .build/empty-debian.tar. Where
it cannot be made the check fails, unless GCSYNC_EMPTY_DEBIAN=skip.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEMO_ENDS = "Now make it so."
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def say(text):
    print(f"package: {text}", flush=True)


def run(*command, expecting=0, **options):
    """Runs a program and returns what it prints; ends where it does not end as expected."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != expecting:
        sys.exit(f"package: {' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def contents(folder):
    """Returns what is in a folder: each file with its hash, each link with its goal."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            mode = oct(os.lstat(path).st_mode)
            found[os.path.relpath(path, folder)] = (
                mode, os.readlink(path) if os.path.islink(path) else digest(path))
    return found


def in_root(root, *command):
    """Runs a program with a folder as its whole file system, as nobody in particular, as a container engine does."""
    isolated = ["unshare", "--mount", "--pid", "--fork"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    user = "--userspec=65532:65532 " if os.geteuid() == 0 else ""
    script = (f'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && root=$0 && '
              f'exec chroot {user}"$root" "$@"')
    return run(*isolated, "sh", "-c", script, root, *command, env={"PATH": PATH, "HOME": "/tmp"})


def check_version(text):
    about = json.loads(text)
    assert about["format"] == "gcsync.version/1" and about["libraries"]["curl"], about


def check_demo(text):
    assert DEMO_ENDS in text and "✉ to" in text, text


def check_bytes(binary, folder):
    """The same binary and commit give the same bytes."""
    first, second = os.path.join(folder, "dist"), os.path.join(folder, "again")
    for out in (first, second):
        run(os.path.join(ROOT, "scripts/package"), "--binary", binary, "--out", out)
    assert contents(first) == contents(second), "two runs differ"
    run("sha256sum", "--check", "SHA256SUMS", cwd=first)
    say("the same bytes twice, with checksums that hold")
    return first


def only(folder, ending):
    names = [name for name in os.listdir(folder) if name.endswith(ending)]
    assert len(names) == 1, f"{ending}: {names}"
    return os.path.join(folder, names[0])


def check_sbom(dist):
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    path = only(dist, ".spdx.json")
    problems = validate_full_spdx_document(parse_file(path))
    assert not problems, [problem.validation_message for problem in problems]
    with open(path) as file:
        document = json.load(file)
    names = {package["name"] for package in document["packages"]}
    linked = {line.split()[0] for line in run("ldd", "-v", sys.argv[1]).splitlines() if "=>" in line}
    assert {"gcsync", "swift-runtime", "libc6", "libyaml-0-2", "libpangocairo-1.0-0"} <= names, names
    assert all(package["versionInfo"] and package["licenseDeclared"] for package in document["packages"])
    say(f"an SBOM of {len(names)} packages for {len(linked)} libraries, valid SPDX 2.3")


def check_tarball(dist, folder):
    """Unpacked anywhere, and moved, it runs."""
    place = os.path.join(folder, "first place")
    with tarfile.open(only(dist, ".tar.gz")) as archive:
        for entry in archive:
            assert (entry.uid, entry.gid) == (0, 0) and not entry.name.startswith(("/", "..")), entry.name
        archive.extractall(place)
    moved = os.path.join(folder, "moved", "ünïcode")
    os.makedirs(os.path.dirname(moved))
    shutil.move(place, moved)
    top = os.path.join(moved, os.listdir(moved)[0])
    binary = os.path.join(top, "bin/gcsync")
    check_version(run(binary, "version", "--json", cwd="/", env={}))
    check_demo(run(binary, "demo", cwd="/", env={"TMPDIR": folder}))
    for path in ("share/doc/gcsync/LICENSE", "share/gcsync/schemas/StorageTarget.json",
                 "share/bash-completion/completions/gcsync"):
        assert os.path.exists(os.path.join(top, path)), path
    say("the tarball runs where it was moved to")


def check_root(dist):
    """The folder of the image is all that the program needs."""
    root = os.path.join(dist, "root")
    check_version(in_root(root, "/usr/bin/gcsync", "version", "--json"))
    check_demo(in_root(root, "/usr/bin/gcsync", "demo"))
    assert "2027" in in_root(root, "/usr/bin/gcsync", "explain", "DriftBaseline.entries.expires")
    with open(os.path.join(ROOT, "Containerfile")) as file:
        text = file.read()
    assert "FROM scratch" in text and "COPY dist/root/ /" in text and "USER 65532" in text
    say("the root folder runs by chroot, reports too")


def empty_debian(folder):
    """Makes a Debian with what every Debian has and nothing else, and returns its folder."""
    archive = os.path.join(ROOT, ".build/empty-debian.tar")
    if not os.path.exists(archive):
        run("mmdebstrap", "--variant=minbase", "--format=tar", codename(), archive + ".tmp", *sources())
        os.replace(archive + ".tmp", archive)
    root = os.path.join(folder, "debian")
    os.makedirs(root)
    run("tar", "--extract", "--file", archive, "--directory", root)
    return root


def codename():
    with open("/etc/os-release") as file:
        return next(line.split("=")[1].strip() for line in file if line.startswith("VERSION_CODENAME="))


def sources():
    """Returns the files that name the machine's apt sources."""
    places = ["/etc/apt/sources.list"] + [
        os.path.join("/etc/apt/sources.list.d", name) for name in sorted(os.listdir("/etc/apt/sources.list.d"))]
    debian = []
    for place in places:
        if os.path.exists(place) and os.path.getsize(place):
            with open(place) as file:
                if "debian" in file.read():
                    debian.append(place)
    return debian


def check_debian(dist, folder):
    """Installed into an empty Debian it runs, its page and completions are in their places, and it goes without a trace."""
    deb = only(dist, ".deb")
    try:
        root = empty_debian(folder)
    except SystemExit as problem:
        if os.environ.get("GCSYNC_EMPTY_DEBIAN") == "skip":
            return say(f"not installed into an empty Debian: {problem}")
        raise
    before = names(root)
    shutil.copy(deb, os.path.join(root, "root/gcsync.deb"))
    mounts = [["mount", "--bind", "/dev", f"{root}/dev"], ["mount", "-t", "proc", "proc", f"{root}/proc"]]
    script = "\n".join([
        "set -e", "export DEBIAN_FRONTEND=noninteractive",
        "apt-get update -qq", "apt-get install -qq -y /root/gcsync.deb >/root/install.log 2>&1 || { cat /root/install.log; exit 1; }",
        "gcsync version --json >/root/version", "cd /tmp", "gcsync demo >/root/demo",
        "dpkg --verify gcsync", "dpkg -L gcsync >/root/files",
        "dpkg -r gcsync >/dev/null", "rm /root/gcsync.deb",
    ])
    run("unshare", "--mount", "sh", "-c", "\n".join(
        ["set -e"] + [" ".join(mount) for mount in mounts]
        + [f"cp /etc/resolv.conf {root}/etc/resolv.conf", f"exec chroot {root} sh -c \"$1\""]), "sh", script,
        env={"PATH": PATH, "HOME": "/root"})
    with open(f"{root}/root/version") as file:
        check_version(file.read())
    with open(f"{root}/root/demo") as file:
        check_demo(file.read())
    with open(f"{root}/root/files") as file:
        files = set(file.read().splitlines())
    places = {"/usr/bin/gcsync", "/usr/share/bash-completion/completions/gcsync", "/usr/share/doc/gcsync/copyright",
              "/usr/share/zsh/vendor-completions/_gcsync", "/usr/share/fish/vendor_completions.d/gcsync.fish"}
    if subprocess.run([sys.argv[1], "man"], capture_output=True).returncode == 0:
        places.add("/usr/share/man/man1/gcsync.1.gz")
    assert places <= files, places - files
    left = {name for name in names(root) - before if "gcsync" in name}
    assert not left, left
    say("installed into an empty Debian it runs, and removed it leaves nothing")


def names(root):
    return {os.path.join(place, name) for place, folders, files in os.walk(root) for name in folders + files
            if not place.startswith((f"{root}/proc", f"{root}/dev"))}


def check_lint(dist):
    if not shutil.which("lintian"):
        return say("lintian is not installed, so nobody looked for slips of packaging")
    run("lintian", "--fail-on", "error,warning", "--suppress-tags", "no-manual-page", only(dist, ".deb"))
    say("lintian finds nothing wrong")


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        dist = check_bytes(binary, folder)
        check_sbom(dist)
        check_tarball(dist, folder)
        check_root(dist)
        check_lint(dist)
        check_debian(dist, folder)


if __name__ == "__main__":
    main()
