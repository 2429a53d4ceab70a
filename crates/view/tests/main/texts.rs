//! The texts of the page: all constants as a snapshot, and words that have another name everywhere else.

use std::fs;
use std::path::{Path, PathBuf};
use view::text::monitoring::DOCUMENT_TITLES;
use view::text::page::TAGLINE;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files of a folder and of the folders in it, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The string literals of a source, line continuations joined, without those of comments.
fn literals(source: &str) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let (code, mut found, mut letters) = (code.join("\n"), Vec::new(), None::<String>);
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, letters.as_mut()) {
            ('\'', None) if chars.peek() == Some(&'"') => drop(chars.next()),
            ('"', None) => letters = Some(String::new()),
            ('"', Some(_)) => found.extend(letters.take()),
            ('\\', Some(text)) => match chars.next() {
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some(escaped) => text.push(escaped),
                None => {}
            },
            (c, Some(text)) => text.push(c),
            _ => {}
        }
    }
    found
}

#[test]
fn every_text_of_the_page_is_as_it_was_read_last() {
    let folder = root().join("crates/view/src");
    let mut all = String::new();
    for path in files(&folder.join("text")).into_iter().chain([folder.join("class/lessons.rs")]) {
        let source = fs::read_to_string(&path).unwrap();
        all += &format!("{}\n", path.strip_prefix(&folder).unwrap().display().to_string().replace('\\', "/"));
        for text in literals(&source).iter().filter(|text| text.contains(' ')) {
            all += &format!("  {text}\n");
        }
    }
    insta::assert_snapshot!(all);
}

/// Words that users would meet for something that has another name in the page, the command line and the files.
const RETIRED: [(&str, &str); 14] = [
    ("endless", "asymptotic"),
    ("infinite key", "asymptotic key"),
    ("SPAPD", "SPAD"),
    ("present span", "current link"),
    ("Take over", "Load"),
    ("Take care", "Caution"),
    ("What differs", "Differences"),
    ("not as usual", "anomaly"),
    ("stands behind", "the part after"),
    ("does not let the page", "does not allow"),
    ("is told", "input"),
    ("a person", "the user"),
    ("adapted window", "short window"),
    ("of one's own", "your own"),
];

#[test]
fn one_thing_has_one_name() {
    let root = root();
    let mut places = files(&root.join("crates/view/src/text"));
    places.extend(files(&root.join("src/page")));
    places.push(root.join("crates/view/src/class/lessons.rs"));
    for path in places {
        let source = fs::read_to_string(&path).unwrap();
        for text in literals(&source) {
            for (retired, instead) in RETIRED {
                assert!(!text.contains(retired), "{}: “{text}” says “{retired}”, not “{instead}”", path.display());
            }
        }
    }
}

#[test]
fn the_title_of_the_document_is_that_of_the_program() {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    assert!(page.contains(&format!("<title>{}</title>", DOCUMENT_TITLES[0])));
    assert!(DOCUMENT_TITLES[0].ends_with(TAGLINE));
}
