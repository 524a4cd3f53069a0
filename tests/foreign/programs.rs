//! The program and the foreign ones.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs the program on the bundled dossier and gives what it prints.
pub(crate) fn kroniek(args: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_kroniek"))
        .arg("--dossier")
        .arg(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    output.stdout
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes bytes to a file and runs a program on it.
pub(crate) fn read_by(program: &str, args: &[&str], bytes: &[u8]) -> Output {
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("file");
    fs::write(&path, bytes).expect("written");
    run(program, args, &path)
}

fn run(program: &str, args: &[&str], path: &Path) -> Output {
    let output = Command::new(program).args(args).arg(path).output();
    let output = output.expect("the program is installed");
    assert!(output.status.success(), "{program}: {}", said(&output));
    output
}

/// The folder into which `.ci/run` installs packages: `python`, an environment with what
/// `requirements.txt` names, and `node_modules` with what `package.json` names.
fn installed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/foreign")
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign")
}

/// Runs a Python script of this folder and gives what it prints.
pub(crate) fn python(script: &str, args: &[impl AsRef<OsStr>]) -> String {
    let mut command = Command::new(installed().join("python/bin/python"));
    command.arg(scripts().join(script)).args(args);
    printed(command)
}

/// Runs a JavaScript module of this folder and gives what it prints.
pub(crate) fn node(script: &str, args: &[impl AsRef<OsStr>]) -> String {
    let mut command = Command::new("node");
    command.env("NODE_PATH", installed().join("node_modules"));
    command.arg(scripts().join(script)).args(args);
    printed(command)
}

fn printed(mut command: Command) -> String {
    let output = command.output().expect("the program is installed");
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// Exports the bundled dossier into a new file or folder.
pub(crate) fn export(format: &str, args: &[&str]) -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join(format);
    let output = path.to_str().expect("text");
    kroniek(&[&["export", format, "--output", output], args].concat());
    (dir, path)
}
