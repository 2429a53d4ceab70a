//! What the packages may know of each other, how public types are named, and what marks a build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What only the page and the programs of its workers may name.
const BROWSER: [&str; 6] = ["gloo", "js-sys", "leptos", "wasm-bindgen", "wasm-bindgen-futures", "web-sys"];
const WORKERS: [&str; 2] = ["learning", "worker"];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn only_the_workers_know_of_a_browser() {
    let mut seen = 0;
    for folder in fs::read_dir(crates()).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let named: Vec<&str> = manifest.lines().filter_map(|line| line.split(['.', '=', ' ']).next()).collect();
        let of_browser: Vec<&&str> = BROWSER.iter().filter(|package| named.contains(package)).collect();
        assert_eq!(WORKERS.contains(&name.as_str()), !of_browser.is_empty(), "{name}: {of_browser:?}");
        seen += 1;
    }
    assert!(seen >= 10, "{seen} packages");
}

/// Page and workers of two builds know each other by this mark: it has to change with every source.
#[test]
#[cfg(unix)]
fn a_change_in_any_source_is_another_build() {
    let root = crates().join("..");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_mark");
    let sources = ["Cargo.toml", "Cargo.lock", "src/lib.rs", "crates/engine/src/lib.rs", "crates/engine/Cargo.toml"];
    for file in sources {
        fs::create_dir_all(copy.join(file).parent().unwrap()).unwrap();
        fs::copy(root.join(file), copy.join(file)).unwrap();
    }
    let mark = || {
        let script = ". scripts/env && build_mark \"$1\"";
        let output =
            Command::new("bash").args(["-euc", script, "bash"]).arg(&copy).current_dir(&root).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let before = mark();
    assert!(before.trim().parse::<u32>().is_ok(), "{before}");
    for file in sources {
        let text = fs::read_to_string(copy.join(file)).unwrap();
        fs::write(copy.join(file), format!("{text}\n")).unwrap();
        assert_ne!(mark(), before, "{file}");
        fs::write(copy.join(file), text).unwrap();
        assert_eq!(mark(), before, "{file}");
    }
}

/// Two public types of one name cannot be told apart in a search, in a message of the compiler or in documentation.
#[test]
fn no_two_public_types_share_a_name() {
    let mut found: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut folders = vec![crates()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && path.iter().any(|part| part == "src") {
                for name in fs::read_to_string(&path).unwrap().lines().filter_map(public_type) {
                    found.entry(name.to_owned()).or_default().push(path.clone());
                }
            }
        }
    }
    assert!(found.len() > 200, "{} types", found.len());
    let shared: Vec<_> = found.iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
}

/// Name of the type that a line defines for everyone, outside functions and traits.
fn public_type(line: &str) -> Option<&str> {
    let (kind, rest) = line.strip_prefix("pub ")?.split_once(' ')?;
    let is_type = ["enum", "struct", "trait", "type", "union"].contains(&kind);
    is_type.then(|| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()).flatten()
}
