//! Runs the program on a dossier in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A dossier in a temporary folder.
pub(crate) struct Dossier {
    folder: TempDir,
}

impl Dossier {
    /// The example that `kroniek init` makes.
    pub(crate) fn example() -> Self {
        let dossier = Self::of(&[]);
        let status = dossier.output(&["init", "."]).status;
        assert!(status.success(), "kroniek init: {status}");
        dossier
    }

    /// A copy of the dossier that this repository is.
    pub(crate) fn bundled() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let dossier = Self::of(&[]);
        fs::copy(
            root.join("dossier.yaml"),
            dossier.path().join("dossier.yaml"),
        )
        .unwrap();
        for folder in ["annotations", "seeds"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                dossier.write(
                    &format!("{folder}/{name}"),
                    &fs::read_to_string(&path).unwrap(),
                );
            }
        }
        dossier
    }

    /// A dossier of these files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let dossier = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            dossier.write(path, text);
        }
        dossier
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes one of its files.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text in one of its files, which must be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(path)).unwrap();
        assert!(text.contains(from), "`{from}` in {path}");
        self.write(path, &text.replace(from, to));
    }

    /// Runs the program in the folder.
    pub(crate) fn output(&self, args: &[&str]) -> Output {
        command(args).current_dir(self.path()).output().unwrap()
    }

    /// What the program says in the folder: standard output, then standard error and the status
    /// where they are not empty and 0. The line is split at spaces; `_` stands for one.
    pub(crate) fn run(&self, line: &str) -> String {
        let args: Vec<String> = line.split(' ').map(|arg| arg.replace('_', " ")).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = self.output(&args);
        let mut shown = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            shown.push_str("--- standard error\n");
            shown.push_str(&errors);
        }
        match output.status.code() {
            Some(0) => {}
            status => shown.extend(["--- status ", &format!("{status:?}"), "\n"]),
        }
        let folder = self.path().display().to_string();
        shown.replace(&folder, "DOSSIER")
    }
}

/// The program, with nothing of the environment that changes what it says.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kroniek"));
    command
        .args(args)
        .stdin(Stdio::null())
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("RUST_BACKTRACE");
    command
}
